import { assertNever } from './assertNever'
import { type Commit, missingFeatures } from './commit'
import { type Event, isUnread, readEvent } from './event'
import { type Holders, holdersWith, holdersWithout } from './holders'
import { type Metric, metricKey } from './metric'
import { own } from './own'
import type { Actor, DatasetRef, VersionRecord } from './record'

type Tags = Readonly<Record<string, string>>

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

export interface Approval {
  readonly by: Actor
  readonly at: string
  readonly note?: string
  /** With a key that was the approver's when it was given. */
  readonly signed: boolean
}

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
}

export interface Registry {
  readonly id?: string
  readonly models: Readonly<Record<string, Model>>
  readonly datasets: Readonly<Record<string, DatasetRef>>
  readonly runs: Readonly<Record<string, Extract<Event, { type: 'run.recorded' }>>>
  /** Ids of the commits folded so far. */
  readonly seen: ReadonlySet<string>
  /** Events that could not be read. */
  readonly unread: number
  /** Features the log requires and this build lacks. */
  readonly missing: readonly string[]
}

export const emptyRegistry: Registry = { models: {}, datasets: {}, runs: {}, seen: new Set(), unread: 0, missing: [] }

/** The registry after `commits`, in log order. Stop early and you have the registry of back then. */
export function fold(commits: Iterable<Commit>, from: Registry = emptyRegistry): Registry {
  let registry = from
  for (const commit of commits) registry = applyCommit(registry, commit)
  return registry
}

/** A commit whose id was folded before changes nothing: it is the same commit, written twice. */
export function applyCommit(registry: Registry, commit: Commit): Registry {
  if (registry.seen.has(commit.id)) return registry
  let next: Registry = {
    ...registry,
    seen: new Set(registry.seen).add(commit.id),
    missing: [...new Set([...registry.missing, ...missingFeatures(commit.requires)])].sort(),
  }
  for (const raw of commit.events) {
    const event = readEvent(raw)
    next = isUnread(event) ? { ...next, unread: next.unread + 1 } : apply(next, event, commit)
  }
  return next
}

/** What is in the log has happened: what makes no sense here (an unknown version, say) changes nothing. */
export function apply(registry: Registry, event: Event, envelope: Pick<Commit, 'at' | 'actor'>): Registry {
  switch (event.type) {
    case 'registry.created':
      return { ...registry, id: registry.id ?? event.registry }
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
})

/** One model after one of its events. */
export function applyToModel(model: Model, event: ModelEvent, { at, actor }: Pick<Commit, 'at' | 'actor'>): Model {
  switch (event.type) {
    case 'model.created':
    case 'model.described':
      return {
        ...model,
        description: event.description ?? model.description,
        tags: event.type === 'model.described' ? tagsAfter(model.tags, event.tags) : model.tags,
      }
    case 'version.registered': {
      const { version: id, number, record } = event
      const taken = Object.values(model.versions).some((version) => version.id === id || version.number === number)
      if (taken) return model
      const metrics = metricsAfter({}, record.metrics)
      const version: Version = { id, number, at, by: actor, record, stage: 'none', description: '', tags: {}, metrics }
      return withVersion(model, version)
    }
    case 'version.described':
      return changed(model, event.version, (version) => {
        const { label: _, ...rest } = version
        const label = event.label === undefined ? version.label : (event.label ?? undefined)
        const free = !Object.values(model.versions).some((other) => other.id !== version.id && other.label === label)
        return {
          ...rest,
          ...(label !== undefined && free ? { label } : {}),
          ...(label !== undefined && !free && version.label !== undefined ? { label: version.label } : {}),
          description: event.description ?? version.description,
          tags: tagsAfter(version.tags, event.tags),
        }
      })
    case 'evaluation.recorded':
      return changed(model, event.version, (version) => ({
        ...version,
        metrics: metricsAfter(version.metrics, event.metrics),
      }))
    case 'stage.entered':
      return model.versions[event.version] ? enterStage(model, event) : model
    case 'alias.moved':
      return model.versions[event.version]
        ? { ...model, aliases: { ...model.aliases, [event.alias]: event.version } }
        : model
    case 'alias.removed': {
      const { [event.alias]: _, ...aliases } = model.aliases
      return { ...model, aliases }
    }
    default:
      return assertNever(event)
  }
}

function enterStage(model: Model, event: Extract<Event, { type: 'stage.entered' }>): Model {
  const { version: id, to, kind, displaced } = event
  const left = model.versions[id]!.stage
  let next = changed(model, id, (version) => ({ ...version, stage: to }))
  if (left !== to) next = { ...next, holders: { ...next.holders, [left]: holdersWithout(own(next.holders, left), id) } }
  if (displaced && displaced !== id) next = changed(next, displaced, (version) => ({ ...version, stage: 'archived' }))
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

const tagsAfter = (tags: Tags, change: Readonly<Record<string, string | null>> = {}): Tags =>
  Object.fromEntries(
    Object.entries({ ...tags, ...change }).filter((entry): entry is [string, string] => entry[1] !== null),
  )

const metricsAfter = (metrics: Version['metrics'], measured: readonly Metric[]): Version['metrics'] => ({
  ...metrics,
  ...Object.fromEntries(measured.map((metric) => [metricKey(metric), metric])),
})
