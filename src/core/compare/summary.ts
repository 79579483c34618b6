import { counted, listed, shown } from '../gate/words'
import type { Change } from './change'
import type { Comparison } from './comparison'
import type { DataChange } from './dataRows'
import type { MetricRow } from './metricRows'
import { worstSlice } from './worstSlice'

/** What a column is called: `churn@8`, and where it stands, `production`. */
export interface Named {
  name: string
  standing?: string | undefined
}

/** How many commits lie between the baseline's code and a column's: those it has more, and those it lacks. */
export interface CommitCount {
  ahead: number
  behind: number
}

export interface Summarized {
  columns: readonly Named[]
  baseline: number
  comparison: Comparison
  /** By column; null where git does not know. */
  commits?: readonly (CommitCount | null)[] | undefined
}

/** What changed and whether it is better, in one or two sentences. */
export function summaryOf(compared: Summarized): string {
  const { columns, baseline } = compared
  const others = columns.flatMap((_, i) => (i === baseline ? [] : [i]))
  const base = named(columns[baseline]!)
  if (!others.length) return `There is nothing to compare ${base} with yet.`
  const [first] = others
  const told = others.length === 1 ? ofOne(compared, first!, base) : ofSeveral(compared, others, base)
  return `${[told, differences(compared, others), worst(compared, others)].filter(Boolean).join('; ')}.`
}

const named = ({ name, standing }: Named): string => (standing ? `${name} (${standing})` : name)

/** So many metrics are told by name. */
const most = 3

function ofOne({ columns, comparison }: Summarized, column: number, base: string): string {
  const name = columns[column]!.name
  const { better, worse, same, incomparable } = tally(comparison, column)
  const [up, down] = [better, worse].map((rows) => metricsText(rows, column))
  if (better.length && worse.length) return `${name} is better than ${base} in ${up} and worse in ${down}`
  if (better.length) return `${name} is better than ${base} in ${up}${same.length ? ' and worse in none' : ''}`
  if (worse.length) return `${name} is worse than ${base} in ${down}${same.length ? ' and better in none' : ''}`
  if (same.length) return `${name} is as good as ${base} in ${metricNames(same)}`
  if (incomparable.length)
    return `${name} and ${base} were measured on different data, so their metrics are not comparable`
  return `${name} and ${base} have no metric in common`
}

function ofSeveral({ columns, comparison }: Summarized, others: readonly number[], base: string): string {
  const told = others.slice(0, most).map((column) => {
    const { better, worse, same, incomparable } = tally(comparison, column)
    const count = better.length + worse.length + same.length
    const name = columns[column]!.name
    if (!count && incomparable.length) return `${name} was measured on other data`
    if (!count) return `${name} has no metric in common with it`
    if (!worse.length && !better.length) return `${name} is as good${count > 1 ? ` in all ${count} metrics` : ''}`
    const down = worse.length ? `worse in ${worse.length}` : ''
    return `${name} is ${listed([better.length ? `better in ${better.length}` : '', down].filter(Boolean))} of ${counted(count, 'metric')}`
  })
  const more = others.length > most ? [counted(others.length - most, 'other')] : []
  const best = bestText(comparison, columns)
  return `Against ${base}, ${listed([...told, ...more.map((text) => `${text} ${others.length - most === 1 ? 'is' : 'are'} not told here`)])}${best}`
}

/** Which column is best in the first metric that has one. */
function bestText({ metrics }: Comparison, columns: readonly Named[]): string {
  const row = metrics.find(({ slice, best }) => slice === null && best.length === 1)
  if (!row) return ''
  const at = row.best[0]!
  return `; the best ${row.label} is ${valueText(row, at)}, of ${columns[at]!.name}`
}

/** The metrics of all the data by how they changed; the greatest change first. */
function tally({ metrics }: Comparison, column: number) {
  const rows = metrics.filter(({ slice, changes }) => slice === null && changes[column])
  const of = (verdict: Change['verdict']) =>
    rows
      .filter(({ changes }) => changes[column]!.verdict === verdict)
      .sort((a, b) => extent(b.changes[column]!) - extent(a.changes[column]!))
  return { better: of('better'), worse: of('worse'), same: of('same'), incomparable: of('incomparable') }
}

const extent = ({ share, by }: Change): number => Math.abs(share ?? by ?? Infinity)

function metricsText(rows: readonly MetricRow[], column: number): string {
  const told = rows.slice(0, most).map((row) => `${row.label} (${changeText(row, column)})`)
  return listed(rows.length > most ? [...told, `${rows.length - most} more`] : told)
}

function metricNames(rows: readonly MetricRow[]): string {
  const told = rows.slice(0, most).map(({ label }) => label)
  return listed(rows.length > most ? [...told, `${rows.length - most} more`] : told)
}

/** `+0.012, +1.4 %`; where there is no difference to tell, both values. */
function changeText(row: MetricRow, column: number): string {
  const change = row.changes[column]!
  if (change.by === null) return `${valueText(row, column)}, and the baseline ${baseText(row)}`
  const doubt = change.isUncertain ? ', within the uncertainty' : ''
  return `${[signed(change.by), change.share === null ? '' : percent(change.share)].filter(Boolean).join(', ')}${doubt}`
}

const valueText = (row: MetricRow, column: number): string => shown4(Number(row.values[column]!.value))
const baseText = (row: MetricRow): string => {
  const at = row.changes.findIndex((change, i) => change === null && row.values[i])
  return at < 0 ? 'none' : valueText(row, at)
}

const shown4 = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(4))) : Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞'

const sign = (value: number): string => (value < 0 ? '−' : value > 0 ? '+' : '±')
export const signed = (value: number): string => `${sign(value)}${shown(Number(Math.abs(value).toPrecision(3)))}`
export const percent = (share: number): string =>
  `${sign(share)}${shown(Number((Math.abs(share) * 100).toPrecision(share < 0.995 && share > -0.995 ? 2 : 3)))} %`

function differences({ comparison, commits }: Summarized, others: readonly number[]): string {
  const { params, data, code, signature, environment, files } = comparison
  const different = params.filter(({ same }) => !same).length
  const changed = data.filter(({ same }) => !same)
  const parts = [
    different ? `${different} of ${counted(params.length, 'param')}` : '',
    changed.length ? dataText(changed, others) : '',
    code.some(({ name, same }) => name === 'commit' && !same) ? `the code${commitText(commits, others)}` : '',
    signature.some(({ same }) => !same) ? 'the signature' : '',
    environment.some(({ same }) => !same) ? 'the environment' : '',
  ].filter(Boolean)
  const isPlural = parts.length > 1 || different > 1 || changed.length > 1
  if (parts.length) return `${listed(parts)} ${isPlural ? 'differ' : 'differs'}`
  return files.every(({ same }) => same) && files.length ? 'nothing that made them differs, nor do their files' : ''
}

/** `the data train.csv (+1,200 rows)`. */
function dataText(rows: Comparison['data'], others: readonly number[]): string {
  const told = rows.slice(0, 2).map(({ name, changes }) => {
    const [change, ...more] = others.flatMap((column) => changes[column] ?? [])
    const facts = change && !more.length ? dataFacts(change) : ''
    return `${name}${facts ? ` (${facts})` : ''}`
  })
  return `the data ${listed(rows.length > 2 ? [...told, `${rows.length - 2} more`] : told)}`
}

function dataFacts({ kind, rows, added, removed, retyped }: DataChange): string {
  if (kind === 'added' || kind === 'removed') return kind
  const columns = added.length + removed.length + retyped.length
  return [
    rows ? `${sign(rows)}${grouped(Math.abs(rows))} ${Math.abs(rows) === 1 ? 'row' : 'rows'}` : '',
    columns ? counted(columns, 'column') : '',
  ]
    .filter(Boolean)
    .join(', ')
}

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

function commitText(commits: Summarized['commits'], others: readonly number[]): string {
  const count = others.length === 1 ? commits?.[others[0]!] : null
  if (!count) return ''
  const back = count.behind ? `${counted(count.behind, 'commit')} ${count.ahead ? 'fewer' : 'back'}` : ''
  return ` (${[count.ahead ? counted(count.ahead, 'commit') : '', back].filter(Boolean).join(', ')})`
}

/** `worst slice: region=EU (recall 0.61, −0.05)`. */
function worst({ columns, comparison }: Summarized, others: readonly number[]): string {
  const found = worstSlice(comparison.metrics, others)
  if (!found) return ''
  const row = comparison.metrics[found.row]!
  const change = row.changes[found.column]
  const value = `${row.name} ${valueText(row, found.column)}`
  const lost = found.hasLost && change && change.by !== null ? `, ${signed(change.by)}` : ''
  const whose = others.length > 1 ? ` of ${columns[found.column]!.name}` : ''
  return `worst slice: ${row.slice}${whose} (${value}${lost})`
}
