import { warmer } from './storageClass'

/** What deciding about a version needs to know. Times are milliseconds since 1970. */
export interface Retained {
  id: string
  stage: string
  registeredAt: number
  /** When its stage last changed, also because another displaced it; left out when it never did. */
  movedAt?: number | undefined
}

/** One model, and what its policy says of retention. */
export interface Retention {
  versions: readonly Retained[]
  /** Exclusive stage → every version that ever entered it, in that order, as often as it did. */
  entrants: Readonly<Record<string, readonly string[]>>
  /** alias → id. */
  aliases: Readonly<Record<string, string>>
  /** Versions that a rollout names. */
  rollouts: readonly string[]
  /** How many of those who held an exclusive stage last stay as they are; three at least. */
  keepProduction: number
  /** How old a version has to be, in milliseconds. */
  coldAfter: number
  now: number
}

/** A version may become cold when nothing keeps it. */
export interface Verdict {
  id: string
  /** Every reason to leave it as it is: `holds production`, `has alias champion`, `is younger than 90d`. */
  kept: readonly string[]
}

/** Rollbacks to these are what somebody does in a hurry. */
const fewest = 3

/** Which versions of a model may become cold, and why the others may not, in the order in which they came. */
export function retentionPlan(model: Retention): Verdict[] {
  const { versions, aliases, rollouts } = model
  const count = Math.max(fewest, model.keepProduction)
  const held = Object.entries(model.entrants).map(([stage, ids]) => ({ stage, last: lastDistinct(ids, count) }))
  return versions.map((version) => {
    const { id, stage } = version
    const isHeld = held.some((one) => one.stage === stage)
    const isSomewhere = stage !== 'none' && stage !== 'archived'
    return {
      id,
      kept: [
        ...(isSomewhere ? [isHeld ? `holds ${stage}` : `is in ${stage}`] : []),
        ...held
          .filter((one) => one.last.has(id) && one.stage !== stage)
          .map((one) => `was one of the last ${count} holders of ${one.stage}`),
        ...Object.keys(aliases)
          .filter((alias) => aliases[alias] === id)
          .map((alias) => `has alias ${alias}`),
        ...(rollouts.includes(id) ? ['is in a rollout'] : []),
        ...(isOld(version, model) ? [] : [`is younger than ${spanOf(model.coldAfter)}`]),
      ],
    }
  })
}

/** A time that is none makes nothing old. */
const isOld = ({ registeredAt, movedAt = registeredAt }: Retained, { now, coldAfter }: Retention) =>
  now - Math.max(registeredAt, movedAt) >= coldAfter

function lastDistinct(ids: readonly string[], count: number): Set<string> {
  const last = new Set<string>()
  for (let i = ids.length - 1; i >= 0 && !(last.size >= count); i--) last.add(ids[i]!)
  return last
}

const units = [
  ['d', 24 * 3600 * 1000],
  ['h', 3600 * 1000],
  ['min', 60 * 1000],
  ['s', 1000],
] as const

/** As a person would write it: `90d`, `36h`. */
function spanOf(ms: number): string {
  const [unit, length] = units.find(([, length]) => ms >= length && ms % length === 0) ?? ['ms', 1]
  return `${ms / length}${unit}`
}

/** That a version names a blob as one of its files. */
export interface Naming {
  sha256: string
  size: number
  /** Where the policy of the version's model wants it; undefined when the version is kept, or has no such policy. */
  storageClass: string | undefined
}

export interface Movable {
  sha256: string
  size: number
  storageClass: string
}

/**
 * The blobs that may move: those that every version of the registry that names them gives free. Where two want them in
 * different classes, the warmer one counts. What is a document too (a report, a card, a list of files) stays.
 */
export function movableBlobs(namings: Iterable<Naming>, documents: ReadonlySet<string>): Movable[] {
  const wanted = new Map<string, Naming>()
  for (const naming of namings) {
    const other = wanted.get(naming.sha256) ?? naming
    wanted.set(naming.sha256, { ...naming, storageClass: agreed(other.storageClass, naming.storageClass) })
  }
  return [...wanted.values()].filter(
    (one): one is Movable => one.storageClass !== undefined && !documents.has(one.sha256),
  )
}

const agreed = (one: string | undefined, other: string | undefined) =>
  one === undefined || other === undefined ? undefined : warmer(one, other)
