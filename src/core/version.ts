import type { Event, EventOf } from './event'
import { type Metric, metricKey } from './metric'
import { own } from './own'
import type { Actor, VersionRecord } from './record'

export type Tags = Readonly<Record<string, string>>

export interface Version {
  readonly id: string
  readonly number: number
  readonly at: string
  readonly by: Actor
  readonly record: VersionRecord
  readonly stage: string
  readonly label?: string
  readonly description: string
  readonly tags: Tags
  /** By metricKey: the latest value of each metric, slice and dataset. */
  readonly metrics: Readonly<Record<string, Metric>>
  /** The stages it has been in, the present one last. */
  readonly stays: readonly Stay[]
  /** By name: the latest result of each. */
  readonly checks: Readonly<Record<string, Check>>
  /** By stage: those that were given and not withdrawn, one of each person. */
  readonly approvals: Readonly<Record<string, readonly Approval[]>>
  /** Its card as it was saved last. */
  readonly card?: SavedCard
  /** The storage class that its files were moved to; absent while they are where they were put. */
  readonly storageClass?: string
}

/** From when to when a version was in a stage; the present stay has no end. */
export interface Stay {
  readonly stage: string
  readonly from: string
  readonly to?: string
}

export interface Check {
  readonly result: 'pass' | 'fail'
  readonly url?: string
  readonly note?: string
  readonly at: string
  readonly by: Actor
}

export interface SavedCard {
  /** Of the blob with its text. */
  readonly sha256: string
  readonly by: Actor
  readonly at: string
}

export interface Approval {
  readonly by: Actor
  readonly at: string
  readonly note?: string
  /** With a key that was the approver's when it was given. */
  readonly signed: boolean
}

/** Who said something, and when. */
export interface Envelope {
  readonly at: string
  readonly actor: Actor
  /** Signed with a key that is the actor's by the policies in force. */
  readonly signed?: boolean
}

/** A version as it begins. */
export const newVersion = (
  { version: id, number, record }: EventOf<'version.registered'>,
  { at, actor }: Envelope,
): Version => ({
  ...{ id, number, at, by: actor, record, stage: 'none', description: '', tags: {} },
  metrics: metricsAfter({}, record.metrics),
  stays: [{ stage: 'none', from: at }],
  checks: {},
  approvals: {},
})

export type VersionEvent = EventOf<
  | 'version.described'
  | 'evaluation.recorded'
  | 'stage.entered'
  | 'check.recorded'
  | 'approval.given'
  | 'approval.withdrawn'
  | 'card.saved'
  | 'files.archived'
  | 'files.restored'
>

const ofVersions: Readonly<Record<VersionEvent['type'], true>> = {
  'version.described': true,
  'evaluation.recorded': true,
  'stage.entered': true,
  'check.recorded': true,
  'approval.given': true,
  'approval.withdrawn': true,
  'card.saved': true,
  'files.archived': true,
  'files.restored': true,
}

/** Others name a version, too, such as that an alias points at it, and change nothing of it. */
export const isVersionEvent = (event: Event): event is VersionEvent => Object.hasOwn(ofVersions, event.type)

/** A version after an event that is about it; of a stage, also one by which another version took its place. */
export function applyToVersion(version: Version, event: VersionEvent, { at, actor, signed }: Envelope): Version {
  switch (event.type) {
    case 'version.described': {
      const { label: before, ...rest } = version
      const label = event.label === undefined ? before : (event.label ?? undefined)
      return {
        ...rest,
        ...(label === undefined ? {} : { label }),
        description: event.description ?? version.description,
        tags: tagsAfter(version.tags, event.tags),
      }
    }
    case 'evaluation.recorded':
      return { ...version, metrics: metricsAfter(version.metrics, event.metrics) }
    case 'stage.entered':
      if (event.version === version.id) return inStage(version, event.to, at)
      return event.displaced === version.id ? inStage(version, 'archived', at) : version
    case 'check.recorded': {
      const { check, result, url, note } = event
      const said = { ...(url === undefined ? {} : { url }), ...(note === undefined ? {} : { note }) }
      return { ...version, checks: { ...version.checks, [check]: { result, ...said, at, by: actor } } }
    }
    case 'approval.given':
    case 'approval.withdrawn': {
      const { stage, note } = event
      const others = (own(version.approvals, stage) ?? []).filter(({ by }) => !isSamePerson(by, actor))
      const given = { by: actor, at, ...(note === undefined ? {} : { note }), signed: signed ?? false }
      const approvals = event.type === 'approval.given' ? [...others, given] : others
      return { ...version, approvals: { ...version.approvals, [stage]: approvals } }
    }
    case 'card.saved':
      return { ...version, card: { sha256: event.card, by: actor, at } }
    case 'files.archived':
      return { ...version, storageClass: event.storageClass }
    case 'files.restored': {
      const { storageClass: _, ...rest } = version
      return rest
    }
  }
}

/** People are told apart by their e-mail addresses, where they have one. */
export const personOf = ({ name, email }: Actor): string => folded(email) || `name ${folded(name)}`
export const isSamePerson = (one: Actor, other: Actor): boolean => personOf(one) === personOf(other)
const folded = (text: string) => text.trim().toLowerCase()

function inStage(version: Version, stage: string, at: string): Version {
  if (version.stage === stage) return version
  const { stays } = version
  const last = stays.at(-1)
  return {
    ...version,
    stage,
    stays: [...stays.slice(0, -1), ...(last ? [{ ...last, to: at }] : []), { stage, from: at }],
  }
}

export const tagsAfter = (tags: Tags, change: Readonly<Record<string, string | null>> = {}): Tags =>
  Object.fromEntries(
    Object.entries({ ...tags, ...change }).filter((entry): entry is [string, string] => entry[1] !== null),
  )

const metricsAfter = (metrics: Version['metrics'], measured: readonly Metric[]): Version['metrics'] => ({
  ...metrics,
  ...Object.fromEntries(measured.map((metric) => [metricKey(metric), metric])),
})
