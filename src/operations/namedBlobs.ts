import type { EventOf } from '../core/event'
import type { VersionRecord } from '../core/record'
import { type EventRow, eventRows } from '../index/history'
import { filesOf } from './blobs'
import type { Context } from './context'
import type { Cargo } from './copyBlobs'
import { read } from './read'

const page = 500

/** Every blob that the log names: files and lists of versions, cards, gate reports, histories of runs. */
export async function namedBlobs(ctx: Context): Promise<Cargo[]> {
  const cargo: Cargo[] = []
  for (let last = { seq: -1, n: -1 }; ;) {
    const rows = await read(ctx, (db) =>
      eventRows(
        db,
        "(e.seq, e.n) > (:seq, :n) and e.type in ('version.registered', 'stage.entered', 'rollout.set', 'alias.moved', 'promotion.refused', 'run.recorded', 'card.saved')",
        last,
        { limit: page },
      ),
    )
    for (const row of rows) cargo.push(...(await blobsOfEvent(ctx, row)))
    if (rows.length < page) return cargo
    const { seq, n } = rows.at(-1)!
    last = { seq, n }
  }
}

/** What one event names. */
export async function blobsOfEvent(
  ctx: Context,
  { type, model, version, body, problem }: Pick<EventRow, 'type' | 'model' | 'version' | 'body' | 'problem'>,
): Promise<Cargo[]> {
  if (problem !== null) return []
  if (type === 'version.registered')
    return blobsOfRecord(ctx, (body as unknown as EventOf<'version.registered'>).record, `${model}@${version}`)
  const {
    gate,
    report = gate,
    history,
    run,
    card,
  } = body as Partial<Record<'gate' | 'report' | 'history' | 'run' | 'card', string>>
  return [
    ...(card
      ? [
          {
            sha256: card,
            size: undefined,
            name: `The card of ${version === null ? `a version of ${model}` : `${model}@${version}`}`,
          },
        ]
      : []),
    ...(report ? [{ sha256: report, size: undefined, name: `The gate report of ${model}@${version}` }] : []),
    ...(history ? [{ sha256: history, size: undefined, name: `The history of run ${run}` }] : []),
  ]
}

async function blobsOfRecord(ctx: Context, record: VersionRecord, of: string): Promise<Cargo[]> {
  const { fileList } = record
  const list = fileList ? [{ sha256: fileList.sha256, size: fileList.size, name: `The list of files of ${of}` }] : []
  const files = await filesOf(ctx, record)
  return [...list, ...files.map(({ path, size, sha256 }) => ({ sha256, size, name: `${path} of ${of}` }))]
}
