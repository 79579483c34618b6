import type { MetricValue } from '../core/metric'
import type { Db } from '../sqlite/db'

// How versions stood before: what the rules of a gate look at, over time.

/** The last versions of a model up to one of them, in their order. `held` it has been in `stage`. */
export function versionsUpTo(
  db: Db,
  { model, number, stage, limit }: { model: string; number: number; stage: string; limit: number },
): { version: number; held: boolean }[] {
  const rows = db.all<{ version: number; held: number }>(
    `
    select v.number as version,
      exists (select 1 from stage_change s where s.version = v.key and s.stage = :stage) as held
    from version v
    where v.model = :model and v.number <= :number
    order by v.number desc
    limit :limit`,
    { model, number, stage, limit },
  )
  return rows.reverse().map(({ version, held }) => ({ version, held: held === 1 }))
}

interface Measured {
  version: number
  metric: string
  /** '' is all of the data. */
  slice: string
  value: MetricValue
  /** A digest or a name; '' where it is not known. */
  dataset: string
}

/** The values of some metrics of some versions; at most `limit` of them, those of the newest versions first. */
export const valuesOf = (
  db: Db,
  {
    model,
    numbers,
    metrics,
    limit,
  }: { model: string; numbers: readonly number[]; metrics: readonly string[]; limit: number },
): Measured[] =>
  db.all<Measured>(
    `
    select v.number as version, m.name as metric, m.slice, m.dataset,
      case when m.value is null then 'NaN' when m.value = 9e999 then 'Infinity' when m.value = -9e999 then '-Infinity' else m.value end as value
    from json_each(:numbers) wanted
    cross join version v on v.model = :model and v.number = wanted.value
    cross join json_each(:metrics) name
    cross join metric m on m.version = v.key and m.name = name.value
    order by v.number desc
    limit :limit`,
    { model, numbers: JSON.stringify(numbers), metrics: JSON.stringify(metrics), limit },
  )

/** The digests that a name of a dataset has stood for. */
export const digestsCalled = (db: Db, name: string): string[] =>
  db
    .all<{ digest: string }>('select digest from dataset where name = :name order by digest', { name })
    .map(({ digest }) => digest)

/** One result of a check, as it was reported. */
export interface CheckRow {
  version: number
  check: string
  result: 'pass' | 'fail'
  url: string | null
  note: string | null
  at: string
  by: string
}

/** What was reported of some versions, newest first: the last `each` results of every check of each. */
export const checksOf = (
  db: Db,
  { model, numbers, each }: { model: string; numbers: readonly number[]; each: number },
): CheckRow[] =>
  db.all<CheckRow>(
    `
    select version, "check", result, url, note, at, "by" from (
      select v.number as version, e.body ->> 'check' as "check", e.body ->> 'result' as result, e.body ->> 'url' as url,
        e.body ->> 'note' as note, c.at, c.name as "by", e.seq, e.n,
        row_number() over (partition by v.number, e.body ->> 'check' order by e.seq desc, e.n desc) as age
      from json_each(:numbers) wanted
      cross join version v on v.model = :model and v.number = wanted.value
      cross join event e on e.version = v.id and e.type = 'check.recorded'
      join commits c on c.seq = e.seq
      where e.problem is null and e.distrust is null and e.model = v.model)
    where age <= :each
    order by seq desc, n desc`,
    { model, numbers: JSON.stringify(numbers), each },
  )
