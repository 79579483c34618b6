import { assertNever } from './assertNever'
import { type Commit, missingFeatures } from './commit'
import { distrustOf, isKeyOf, type TrustedState } from './distrust'
import { type Event, type EventOf, isUnread, readEvent } from './event'
import { type Holders, holdersWith, holdersWithout } from './holders'
import { endsRollout } from './moveEffect'
import { own } from './own'
import { emptyPolicies, type PolicyDocument } from './policy/policyDocument'
import type { Actor, DatasetRef } from './record'
import { applyToVersion, type Envelope, newVersion, type Tags, tagsAfter, type Version } from './version'

export type { Version } from './version'

export interface Model {
  readonly name: string
  readonly createdAt: string
  readonly description: string
  readonly tags: Tags
  /** By id. */
  readonly versions: Readonly<Record<string, Version>>
  /** By stage. */
  readonly holders: Readonly<Record<string, Holders>>
  /** alias → id. */
  readonly aliases: Readonly<Record<string, string>>
  /** By exclusive stage: the version that gets some of its holder's traffic. */
  readonly rollouts: Readonly<Record<string, Rollout>>
  /** By serving environment: what it says it runs. */
  readonly deployments: Readonly<Record<string, Deployment>>
}

export interface Rollout {
  /** The candidate's id. */
  readonly version: string
  /** Of the traffic; more than 0. */
  readonly percent: number
}

export interface Deployment {
  readonly version: string
  /** Whose holder it should be; the main stage when it is left out. */
  readonly stage?: string
  readonly at: string
  readonly by: Actor
}

export interface Registry {
  readonly id?: string
  /** The policies in force. */
  readonly policies: PolicyDocument
  readonly models: Readonly<Record<string, Model>>
  readonly datasets: Readonly<Record<string, DatasetRef>>
  readonly runs: Readonly<Record<string, Extract<Event, { type: 'run.recorded' }>>>
  /** Ids of the commits folded so far. */
  readonly seen: ReadonlySet<string>
  /** Events that could not be read. */
  readonly unread: number
  /** Events that have no effect, because nobody signed them who may say such things. */
  readonly untrusted: number
  /** Features the log requires and this build lacks. */
  readonly missing: readonly string[]
}

export const emptyRegistry: Registry = {
  policies: emptyPolicies,
  models: {},
  datasets: {},
  runs: {},
  seen: new Set(),
  unread: 0,
  untrusted: 0,
  missing: [],
}

/** The registry after `commits`, in log order. Stop early and you have the registry of back then. */
export function fold(
  commits: Iterable<Commit>,
  from: Registry = emptyRegistry,
  signerOf: (commit: Commit) => string | undefined = () => undefined,
): Registry {
  let registry = from
  for (const commit of commits) registry = applyCommit(registry, commit, signerOf(commit))
  return registry
}

/**
 * A commit whose id was folded before changes nothing: it is the same commit, written twice. `signer` is the public key
 * of the good signature that it carries.
 */
export function applyCommit(registry: Registry, commit: Commit, signer?: string): Registry {
  if (registry.seen.has(commit.id)) return registry
  let next: Registry = {
    ...registry,
    seen: new Set(registry.seen).add(commit.id),
    missing: [...new Set([...registry.missing, ...missingFeatures(commit.requires)])].sort(),
  }
  const { at, actor } = commit
  const envelope = { at, actor, signed: isKeyOf(registry.policies, actor.email, signer) }
  for (const raw of commit.events) {
    const event = readEvent(raw)
    if (isUnread(event)) next = { ...next, unread: next.unread + 1 }
    else if (distrustOf(event, envelope, stateIn(next))) next = { ...next, untrusted: next.untrusted + 1 }
    else next = apply(next, event, envelope)
  }
  return next
}

const stateIn = ({ models, policies }: Registry): TrustedState => ({
  policies,
  stageOf: (model: string, id: string) => own(models, model)?.versions[id]?.stage,
  holdersOf: (model: string, stage: string) => {
    const known = own(models, model)
    const holders = (known && own(known.holders, stage)) ?? []
    return known?.versions[holders.at(-1) ?? '']?.stage === stage ? holders : []
  },
})

/** What is in the log has happened: what makes no sense here (an unknown version, say) changes nothing. */
export function apply(registry: Registry, event: Event, envelope: Envelope): Registry {
  switch (event.type) {
    case 'registry.created':
      return { ...registry, id: registry.id ?? event.registry }
    case 'policy.applied':
      return { ...registry, policies: event.policy }
    case 'run.recorded':
      return { ...registry, runs: { ...registry.runs, [event.run]: event } }
    case 'dataset.recorded':
      return { ...registry, datasets: { ...registry.datasets, [datasetKey(event.dataset)]: event.dataset } }
    default: {
      const known = own(registry.models, event.model)
      if (!known && event.type !== 'model.created') return registry
      if (event.type === 'version.registered' && isKnown(registry, event.version)) return registry
      const model = applyToModel(known ?? newModel(event.model, envelope.at), event, envelope)
      return { ...registry, models: { ...registry.models, [event.model]: model } }
    }
  }
}

export const datasetKey = ({ name, digest = '' }: DatasetRef): string => JSON.stringify([name, digest])

/** An id names one version of the registry, not of a model: it is the hash of a record that says which model. */
const isKnown = (registry: Registry, id: string) => Object.values(registry.models).some((model) => model.versions[id])

type ModelEvent = Extract<Event, { model: string }>

const newModel = (name: string, createdAt: string): Model => ({
  name,
  createdAt,
  description: '',
  tags: {},
  versions: {},
  holders: {},
  aliases: {},
  rollouts: {},
  deployments: {},
})

/** One model after one of its events. */
export function applyToModel(model: Model, event: ModelEvent, envelope: Envelope): Model {
  switch (event.type) {
    case 'model.created':
    case 'model.described':
      return {
        ...model,
        description: event.description ?? model.description,
        tags: event.type === 'model.described' ? tagsAfter(model.tags, event.tags) : model.tags,
      }
    case 'version.registered': {
      const { version: id, number } = event
      const taken = Object.values(model.versions).some((version) => version.id === id || version.number === number)
      if (taken) return model
      return withVersion(model, newVersion(event, envelope))
    }
    case 'version.described': {
      const { label, ...rest } = event
      const isTaken = (other: Version) => other.id !== event.version && other.label === label
      const free = label === undefined || label === null || !Object.values(model.versions).some(isTaken)
      return changed(model, event.version, (version) => applyToVersion(version, free ? event : rest, envelope))
    }
    case 'evaluation.recorded':
    case 'check.recorded':
    case 'approval.given':
    case 'approval.withdrawn':
    case 'card.saved':
    case 'files.archived':
    case 'files.restored':
      return changed(model, event.version, (version) => applyToVersion(version, event, envelope))
    case 'stage.entered':
      return model.versions[event.version] ? enterStage(model, event, envelope) : model
    case 'alias.moved':
      return model.versions[event.version]
        ? { ...model, aliases: { ...model.aliases, [event.alias]: event.version } }
        : model
    case 'alias.removed': {
      const { [event.alias]: _, ...aliases } = model.aliases
      return { ...model, aliases }
    }
    case 'rollout.set': {
      if (!model.versions[event.version]) return model
      const { [event.stage]: _, ...others } = model.rollouts
      const { version, percent } = event
      return { ...model, rollouts: percent > 0 ? { ...others, [event.stage]: { version, percent } } : others }
    }
    case 'deployment.reported': {
      const { version, environment, stage } = event
      if (!model.versions[version]) return model
      const deployment = { version, ...(stage ? { stage } : {}), at: envelope.at, by: envelope.actor }
      return { ...model, deployments: { ...model.deployments, [environment]: deployment } }
    }
    case 'promotion.refused':
      return model
    default:
      return assertNever(event)
  }
}

function enterStage(model: Model, event: EventOf<'stage.entered'>, envelope: Envelope): Model {
  const { version: id, to, kind, displaced } = event
  const left = model.versions[id]!.stage
  const rollouts = Object.entries(model.rollouts).filter(
    ([stage, { version }]) => !endsRollout({ version: id, from: left, to }, { stage, version }),
  )
  let next: Model = { ...model, rollouts: Object.fromEntries(rollouts) }
  for (const moved of displaced && displaced !== id ? [id, displaced] : [id])
    next = changed(next, moved, (version) => applyToVersion(version, event, envelope))
  if (left !== to) next = { ...next, holders: { ...next.holders, [left]: holdersWithout(own(next.holders, left), id) } }
  return { ...next, holders: { ...next.holders, [to]: holdersWith(own(next.holders, to), id, kind) } }
}

const withVersion = (model: Model, version: Version): Model => ({
  ...model,
  versions: { ...model.versions, [version.id]: version },
})

function changed(model: Model, id: string, change: (version: Version) => Version): Model {
  const version = model.versions[id]
  return version ? withVersion(model, change(version)) : model
}
