import type { MetricRow } from '../../../src/core/compare/metricRows'
import { apart } from '../../format'

export interface Bar {
  column: number
  name: string
  text: string
  /** From where to where it goes, 0 to 1; the same where there is nothing to draw. */
  from: number
  to: number
  /** Of its interval. */
  whisker: readonly [number, number] | null
  isBest: boolean
  isBaseline: boolean
}

export interface BarPanel {
  label: string
  direction: '↑' | '↓'
  /** Where 0 is, 0 to 1. */
  zero: number
  bars: Bar[]
}

/** So many metrics are drawn. */
export const mostPanels = 12

/** The metrics of all the data, those that differ first, as bars from 0 on. */
export function barsOf(metrics: readonly MetricRow[], names: readonly string[], baseline: number): BarPanel[] {
  return metrics
    .filter(({ slice }) => slice === null)
    .sort((a, b) => Number(a.same) - Number(b.same))
    .slice(0, mostPanels)
    .map((row) => panel(row, names, baseline))
}

function panel({ label, direction, values, best }: MetricRow, names: readonly string[], baseline: number): BarPanel {
  const bounds = values.flatMap((value) => [
    ...(typeof value?.value === 'number' ? [value.value] : []),
    ...(value?.interval ? [value.interval.lower, value.interval.upper] : []),
  ])
  const [least, most] = [Math.min(0, ...bounds), Math.max(0, ...bounds)]
  // Halved, as the whole of it may be more than a number can hold.
  const span = most / 2 - least / 2 || 1
  const place = (value: number) => Math.min(1, Math.max(0, (value / 2 - least / 2) / span))
  const texts = apart(values)
  return {
    label,
    direction: direction === 'higher' ? '↑' : '↓',
    zero: place(0),
    bars: values.map((value, column) => {
      const at = typeof value?.value === 'number' ? place(value.value) : place(0)
      return {
        ...{ column, name: names[column]!, text: texts[column]!, isBest: best.includes(column) },
        from: Math.min(place(0), at),
        to: Math.max(place(0), at),
        whisker: value?.interval ? [place(value.interval.lower), place(value.interval.upper)] : null,
        isBaseline: column === baseline,
      }
    }),
  }
}
