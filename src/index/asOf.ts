import type { Version } from '../core/version'
import type { Db, Params } from '../sqlite/db'
import { after, type Before, ever } from './before'
import { foldVersions } from './foldVersions'
import { aliasesAt } from './history'
import type { Page, VersionRow } from './versions'

// What versions were at a moment of the log: the fold of what it says of them until then.

/** All that the log says of a version; undefined when it was not registered yet. */
export const versionAsOf = (db: Db, id: string, before: Before = ever): Version | undefined =>
  foldVersions(db, 'v.id = :id', { id }, before).values().next().value

/** As lists show it, after commit `seq`. */
export const versionByIdAt = (db: Db, id: string, seq: number): VersionRow | undefined =>
  versionRowsAt(db, seq, 'v.id = :id', { id })[0]

/** All of it, after commit `seq`: as lists show it, and as the fold has it. */
export function wholeVersionAt(db: Db, id: string, seq: number): { row: VersionRow; version: Version } | undefined {
  const fixed = fixedRows(db, seq, 'v.id = :id', { id })[0]
  const version = fixed && versionAsOf(db, id, after(seq))
  return version && { row: rowOf(fixed, version, namesAt(db, fixed.model, seq)), version }
}

/** As versionRows, after commit `seq`. Only what never changes of a version may be asked for in `where`. */
export function versionRowsAt(db: Db, seq: number, where: string, params: Params = {}, page: Page = {}): VersionRow[] {
  const fixed = fixedRows(db, seq, where, params, page)
  const keys = JSON.stringify(fixed.map(({ key }) => key))
  const these = 'v.key in (select value from json_each(:keys))'
  const versions = foldVersions(db, these, { keys }, after(seq), 'what rows tell')
  const names = new Map([...new Set(fixed.map(({ model }) => model))].map((model) => [model, namesAt(db, model, seq)]))
  return fixed.map((row) => rowOf(row, versions.get(row.key)!, names.get(row.model)!))
}

const fixedRows = (
  db: Db,
  seq: number,
  where: string,
  params: Params,
  { limit = -1, offset = 0 }: Page = {},
): FixedRow[] =>
  db.all<FixedRow>(
    `select v.key, v.model, v.number, v.id, v.digest, v.at, v.author, v.email, v.run, v.files, v.bytes
      from version v where v.seq <= :seq and (${where}) order by v.seq desc, v.n desc limit :limit offset :offset`,
    { ...params, seq, limit, offset },
  )

/** Of the version table: what is so from the registration on. */
interface FixedRow extends Pick<VersionRow, 'model' | 'id' | 'digest' | 'at' | 'run' | 'files' | 'bytes'> {
  key: number
  number: number
  author: string
  email: string
}

/** number → the aliases that named it. */
function namesAt(db: Db, model: string, seq: number): Map<number, string[]> {
  const names = new Map<number, string[]>()
  for (const { name, number } of aliasesAt(db, seq, model))
    (names.get(number) ?? names.set(number, []).get(number)!).push(name)
  return names
}

function rowOf(row: FixedRow, version: Version, names: ReadonlyMap<number, string[]>): VersionRow {
  const { key: _, number, author, email, ...fixed } = row
  const { stage, label = null, description, tags, metrics, storageClass = null } = version
  const measured = Object.values(metrics).toSorted(
    (a, b) => compared(a.name, b.name) || compared(a.slice, b.slice) || compared(a.dataset, b.dataset),
  )
  return {
    ...fixed,
    version: number,
    author: { name: author, email },
    ...{ stage, aliases: names.get(number) ?? [], label, description, storageClass },
    metrics: measured.map(({ name, value, slice, dataset, interval, n }) => ({
      name,
      value,
      ...(slice ? { slice } : {}),
      ...(dataset ? { dataset } : {}),
      ...(interval ? { interval } : {}),
      ...(n === undefined ? {} : { n }),
    })),
    tags: Object.fromEntries(Object.entries(tags).toSorted(([a], [b]) => compared(a, b))),
  }
}

const compared = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)
