import type { Event, EventOf } from '../core/event'
import { RegistryError } from '../core/registryError'
import { versionAsOf } from '../index/asOf'
import { eventRows } from '../index/history'
import { modelExists, nextNumber } from '../index/find'
import { hashOf } from '../log/canonical'
import type { Db } from '../sqlite/db'
import { datasetEvents } from './datasets'
import { decision } from './decision'
import { requireLabel } from './describe'

/** Events of another registry that belong together; the first says whether they are here already. */
export type Group = [Event, ...Event[]]

interface ReceiveArgs {
  model: string
  groups: Group[]
}

/** Takes in what another registry says of a model: as it was said, but under numbers of this one. */
export const receiving = decision('receive', decideReceiving)

function decideReceiving(db: Db, { model, groups }: ReceiveArgs): Event[] {
  let number = nextNumber(db, model)
  const cards = new Map<string, string>()
  return groups
    .filter(([first]) => !isHere(db, first))
    .flatMap((group) =>
      group.flatMap((event): Event[] => {
        if (event.type === 'version.registered') return [{ ...event, number: number++ }]
        if (event.type === 'card.saved') return followsOn(db, event, cards) ? [event] : []
        return event.type === 'version.described' ? described(db, event) : [event]
      }),
    )
}

/** Is it known here, whoever said it? */
export function isHere(db: Db, event: Event): boolean {
  switch (event.type) {
    case 'model.created':
      return modelExists(db, event.model)
    case 'version.registered':
      return db.get('select 1 from version where id = :version', { version: event.version }) !== undefined
    case 'dataset.recorded':
      return datasetEvents(db, [event.dataset]).length === 0
    case 'run.recorded':
      return db.get('select 1 from run where id = :run', { run: event.run }) !== undefined
    case 'evaluation.recorded':
      return measuredHere(db, event)
    case 'card.saved':
      return savedHere(db, event)
    default:
      return false
  }
}

function measuredHere(db: Db, event: Extract<Event, { type: 'evaluation.recorded' }>): boolean {
  const measured = ({ metrics, run, occurred }: Partial<typeof event>) => hashOf({ metrics, run, occurred })
  const wanted = measured(event)
  return eventRows(db, "e.version = :version and e.type = 'evaluation.recorded'", { version: event.version }).some(
    ({ body, at }) => measured({ occurred: at, ...body }) === wanted,
  )
}

const savedHere = (db: Db, { version, card }: EventOf<'card.saved'>): boolean =>
  eventRows(db, "e.version = :version and e.type = 'card.saved' and e.problem is null", { version }).some(
    ({ body }) => body['card'] === card,
  )

/** A card that was changed here is not overwritten by one that somebody wrote without having seen it. */
function followsOn(db: Db, { version, card, from }: EventOf<'card.saved'>, saved: Map<string, string>): boolean {
  const now = saved.get(version) ?? versionAsOf(db, version)?.card?.sha256 ?? null
  if (now === from) saved.set(version, card)
  return now === from
}

/** A label that another version has, or that is none here, stays behind. */
function described(db: Db, event: Extract<Event, { type: 'version.described' }>): Event[] {
  const { label, ...rest } = event
  if (!label || !labelProblem(db, event.model, label, event.version)) return [event]
  return rest.description === undefined && rest.tags === undefined ? [] : [rest]
}

/** Why a version cannot have a label here. */
export function labelProblem(db: Db, model: string, label: string, id: string): RegistryError | undefined {
  try {
    requireLabel(db, model, label, id)
    return undefined
  } catch (error) {
    if (error instanceof RegistryError) return error
    throw error
  }
}
