import type { Change } from '../../../src/core/compare/change'
import type { MetricRow } from '../../../src/core/compare/metricRows'
import { isBetter } from '../../../src/core/compare/change'
import { apart } from '../../format'
import type { ComparedVersions } from './shown'
import { changeText, signs } from './numbers'

export interface HeatCell {
  /** Of the metrics' row and of the column. */
  row: number
  column: number
  text: string
  /** The change in words, for who points at it. */
  title: string
  /** How much it is coloured, 0 to 1, and in which colour. */
  tone: 'good' | 'bad' | 'value' | 'none'
  level: number
  /** Is it the worst of its column and metric? */
  isWorst: boolean
}

export interface HeatBlock {
  /** The metric, and the dataset where there are several. */
  label: string
  rows: { slice: string; cells: HeatCell[] }[]
}

export interface Heat {
  blocks: HeatBlock[]
  /** How many slices are left out, which changed least. */
  left: number
}

/** More would be no picture. */
const mostRows = 40

/** Values by slice: the colour says how far each changed against the baseline, or how it does within its metric. */
export function heatOf(
  { metrics, baseline, worst }: Pick<ComparedVersions, 'metrics' | 'baseline' | 'worst'>,
  by: 'change' | 'value',
): Heat {
  const sliced = metrics.flatMap((row, at) => (row.slice === null ? [] : [{ row, at }]))
  const kept = new Set(
    sliced
      // The one that is named is drawn, whatever the others did.
      .map(({ row, at }) => ({ at, size: at === worst?.row ? Infinity : Math.max(0, ...row.changes.map(extent)) }))
      .sort((a, b) => (a.size === b.size ? a.at - b.at : b.size - a.size))
      .slice(0, mostRows)
      .map(({ at }) => at),
  )
  const groups = new Map<string, typeof sliced>()
  for (const one of sliced) {
    const key = JSON.stringify([one.row.name, one.row.dataset])
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  const datasets = new Map<string, Set<string | null>>()
  for (const { row } of sliced) datasets.set(row.name, (datasets.get(row.name) ?? new Set()).add(row.dataset))
  return {
    blocks: [...groups.values()].flatMap((rows) => {
      const drawn = rows.filter(({ at }) => kept.has(at))
      const { name, dataset } = rows[0]!.row
      const label = datasets.get(name)!.size > 1 ? `${name} · ${dataset ?? '–'}` : name
      return drawn.length ? [block(label, rows, drawn, baseline, by)] : []
    }),
    left: sliced.length - kept.size,
  }
}

/** How far a value changed; without end where it became a number, or ceased to be one. */
function extent(change: Change | null): number {
  if (change?.verdict !== 'better' && change?.verdict !== 'worse') return 0
  return Math.abs(change.share ?? change.by ?? Infinity)
}

type Placed = { row: MetricRow; at: number }

function block(
  label: string,
  all: readonly Placed[],
  rows: readonly Placed[],
  baseline: number,
  by: 'change' | 'value',
): HeatBlock {
  const numbers = rows.flatMap(({ row }) => row.values.flatMap((value) => finite(value?.value)))
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)]
  const extents = rows.flatMap(({ row }) => row.changes.map(extent))
  const largest = Math.max(...extents.filter(Number.isFinite), 0.01)
  const worst = rows[0]!.row.values.map((_, column) =>
    worstOf(
      all.map(({ row }) => row),
      column,
    ),
  )
  return {
    label,
    rows: rows.map(({ row, at }) => {
      const texts = apart(row.values)
      return {
        slice: row.slice!,
        cells: row.values.map((value, column): HeatCell => {
          const change = row.changes[column] ?? null
          const known = finite(value?.value)[0]
          const place = known === undefined || most === least ? 0 : (known / 2 - least / 2) / (most / 2 - least / 2)
          const tone = toneOf(change, by, column === baseline, known)
          const said = change ? `${signs[change.verdict]} ${changeText(change)}`.trim() : ''
          return {
            ...{ row: at, column, tone, isWorst: worst[column] === row },
            text: value
              ? [texts[column], by === 'change' && change ? signs[change.verdict] : ''].filter(Boolean).join(' ')
              : '–',
            title: [`${row.label}: ${texts[column]}`, said].filter(Boolean).join('\n'),
            level: tone === 'none' ? 0 : tone === 'value' ? place : Math.min(1, extent(change) / largest),
          }
        }),
      }
    }),
  }
}

function toneOf(
  change: Change | null,
  by: 'change' | 'value',
  isBaseline: boolean,
  known: number | undefined,
): HeatCell['tone'] {
  if (by === 'value') return known === undefined ? 'none' : 'value'
  if (isBaseline || !change) return 'none'
  return change.verdict === 'better' ? 'good' : change.verdict === 'worse' ? 'bad' : 'none'
}

/** The row with the worst value of a column; undefined where they are all alike, or there is one only. */
function worstOf(rows: readonly MetricRow[], column: number): MetricRow | undefined {
  const known = rows.filter((row) => row.values[column])
  const value = (row: MetricRow) => Number(row.values[column]!.value)
  if (known.length < 2 || known.every((row) => value(row) === value(known[0]!))) return undefined
  return known.reduce((a, b) => (isBetter(value(a), value(b), a.direction) ? b : a))
}

const finite = (value: unknown): number[] => (typeof value === 'number' ? [value] : [])
