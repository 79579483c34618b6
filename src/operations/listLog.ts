import { type EventRow, eventRows } from '../index/history'
import type { Context } from './context'
import { read } from './read'
import { requireModel } from './resolveReference'

/** One event, as `log` lists it. `id` is its commit's. */
export interface LogItem {
  seq: number
  id: string
  at: string
  actor: { name: string; email: string }
  type: string
  model: string | null
  version: number | null
  [detail: string]: unknown
}

export interface ListLog {
  model?: string | undefined
  /** An instant, ISO 8601 in UTC. */
  since?: string | undefined
  /** An instant, too; the last one that counts. */
  until?: string | undefined
  /** Only the last so many. */
  last?: number | undefined
}

/** What happened, in order. Events that cannot be read are listed with their problem. */
export function listLog(ctx: Context, { model, since = '', until, last }: ListLog = {}): Promise<LogItem[]> {
  return read(ctx, (db) => {
    if (model !== undefined) requireModel(db, model)
    // An end that nobody asked for would have all times sorted.
    const isPart = `${model === undefined ? 'true' : 'e.model = :model'}${until === undefined ? '' : ' and c.at <= :until'}`
    const where = `${isPart} and c.at >= :since`
    const newest =
      last === undefined
        ? ''
        : ` and (e.seq, e.n) in (select e.seq, e.n from event e join commits c on c.seq = e.seq where ${where} order by e.seq desc, e.n desc limit ${Math.trunc(last)})`
    return eventRows(db, where + newest, {
      since,
      ...(until === undefined ? {} : { until }),
      ...(model === undefined ? {} : { model }),
    }).map(itemOf)
  })
}

function itemOf({ seq, commit, at, name, email, type, model, version, body, problem, distrust }: EventRow): LogItem {
  const { type: _, model: __, version: ___, record: ____, ...details } = body
  return {
    seq,
    id: commit,
    at,
    actor: { name, email },
    type,
    model,
    version,
    ...details,
    ...(problem ? { problem } : {}),
    ...(distrust ? { distrust } : {}),
  }
}
