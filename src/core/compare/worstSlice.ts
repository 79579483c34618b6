import { isBetter } from './change'
import type { MetricRow } from './metricRows'

/** The part of the data on which a column does worst. */
export interface WorstSlice {
  /** Which row of the metrics. */
  row: number
  column: number
  /** Is it the one that lost most against the baseline? Else it is the one furthest from the whole. */
  hasLost: boolean
}

/**
 * The slice that lost most against the baseline in one of `columns`, by its share; where none lost, the one that is
 * furthest behind the same metric of all the data; null where there is none of either.
 */
export function worstSlice(rows: readonly MetricRow[], columns: readonly number[]): WorstSlice | null {
  const sliced = rows.flatMap((row, at) => (row.slice === null ? [] : columns.map((column) => ({ row, at, column }))))
  const lost = sliced.flatMap(({ row, at, column }) => {
    const change = row.changes[column]
    return change?.verdict === 'worse' ? [{ at, column, loss: Math.abs(change.share ?? change.by ?? Infinity) }] : []
  })
  const wholes = new Map(rows.flatMap((row) => (row.slice === null ? [[keyOf(row), row]] : [])))
  const behind = () =>
    sliced.flatMap(({ row, at, column }) => {
      const [value, whole] = [row, wholes.get(keyOf(row))].map((one) =>
        Number(one?.values[column]?.value ?? Number.NaN),
      )
      return isBetter(whole!, value!, row.direction) && row.values[column]
        ? [{ at, column, loss: gap(value!, whole!) }]
        : []
    })
  const [found, hasLost] = lost.length ? [lost, true] : [behind(), false]
  if (!found.length) return null
  const { at, column } = found.reduce((a, b) => (b.loss > a.loss ? b : a))
  return { row: at, column, hasLost }
}

const keyOf = ({ name, dataset }: MetricRow): string => JSON.stringify([name, dataset])

/** As a share of the whole; NaN is further away than anything. */
function gap(value: number, whole: number): number {
  const share = Math.abs(value - whole) / (Math.abs(whole) || 1)
  return Number.isNaN(share) ? Infinity : share
}
