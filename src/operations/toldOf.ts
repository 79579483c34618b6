import { logDamaged } from '../core/errors'
import type { Event, EventOf } from '../core/event'
import { type EventRow, eventRows } from '../index/history'
import { modelRow } from '../index/models'
import { type VersionRow, versionsOf } from '../index/versions'
import { hashOf } from '../log/canonical'
import type { Db } from '../sqlite/db'
import type { Group } from './receive'

/** What a registry says of a model, in an order in which another one can take it in. */
export interface Told {
  groups: Group[]
  versions: VersionRow[]
  /** Events that this build cannot read, which stay behind. */
  unread: number
}

/**
 * The model, its versions as they were registered, with label, description and tags as they are now, what was measured
 * of them later, their cards, and the datasets and runs that all this names. Throws log-damaged for a record that is not its id's.
 */
export function toldOf(db: Db, model: string): Told {
  const versions = versionsOf(db, model).reverse()
  const rows = eventRows(db, 'e.model = :model', { model })
  const said = (type: Event['type']) => rows.filter((row) => row.type === type && row.problem === null)
  // Who registers an id first owns it.
  const registrations = new Map(
    said('version.registered')
      .reverse()
      .map((row) => [row.body['version'], row]),
  )
  const named = namer(db)
  return {
    versions,
    unread: rows.filter(({ problem }) => problem !== null).length,
    groups: [
      aboutModel(db, model),
      ...versions.flatMap((version) => {
        const row = registrations.get(version.id)!
        const event = asSaid<EventOf<'version.registered'>>(row)
        if (hashOf(event.record) !== version.id)
          throw logDamaged(row.seq, `the record of ${model}@${version.version} does not match its id`)
        return [...named(event.record), [event, ...descriptionOf(version)] satisfies Group]
      }),
      ...said('evaluation.recorded').flatMap((row): Group[] => {
        const event = asSaid<EventOf<'evaluation.recorded'>>(row)
        return [...named(event), [event]]
      }),
      // All of them, as one takes the place of the other.
      ...said('card.saved').map((row): Group => [asSaid(row)]),
    ],
  }
}

/** As it was written, with the time at which it was. */
const asSaid = <E extends Event>({ body, at }: EventRow): E => ({ occurred: at, ...body }) as unknown as E

function aboutModel(db: Db, model: string): Group {
  const { description, tags } = modelRow(db, model)!
  return [
    { type: 'model.created', model, ...(description ? { description } : {}) },
    ...(Object.keys(tags).length ? [{ type: 'model.described' as const, model, tags }] : []),
  ]
}

function descriptionOf({ model, id, label, description, tags }: VersionRow): Event[] {
  const said = {
    ...(label ? { label } : {}),
    ...(description ? { description } : {}),
    ...(Object.keys(tags).length ? { tags } : {}),
  }
  return Object.keys(said).length ? [{ type: 'version.described', model, version: id, ...said }] : []
}

type Naming = Partial<Pick<EventOf<'version.registered'>['record'], 'data' | 'run' | 'metrics'>>

/** The datasets and the run that something names, as far as the registry knows them; each once. */
function namer(db: Db) {
  const told = new Set<string>()
  const once = (rows: EventRow[]): Group[] =>
    rows.flatMap((row): Group[] => {
      const key = `${row.seq}/${row.n}`
      if (told.has(key)) return []
      told.add(key)
      return [[asSaid(row)]]
    })
  const datasets = new Map<string, EventRow[]>()
  for (const row of eventRows(db, "e.type = 'dataset.recorded' and e.problem is null")) {
    const { name, digest } = (row.body as unknown as EventOf<'dataset.recorded'>).dataset
    // A metric names the one it was measured on by its digest, if it has one.
    for (const key of digest === undefined ? [name] : [name, digest])
      datasets.set(key, [...(datasets.get(key) ?? []), row])
  }
  return ({ data = [], run, metrics = [] }: Naming): Group[] => {
    const names = new Set([...data.map(({ name }) => name), ...metrics.map(({ dataset }) => dataset)])
    const runs =
      run === undefined ? [] : eventRows(db, '(e.seq, e.n) = (select seq, n from run where id = :run)', { run })
    return once([...[...names].flatMap((name) => (name === undefined ? [] : (datasets.get(name) ?? []))), ...runs])
  }
}
