import type { Metric } from '../metric'
import type { CardFacts } from './card'

/** One slice of a metric, placed between the ends of its chart: 0 is the left one, 1 the right one. */
export interface SliceBar {
  slice: string
  value: number
  /** The bar reaches from where 0 is, or from the end that is nearest to it, to the value. */
  from: number
  to: number
  interval?: { from: number; to: number }
  n?: number
}

/** The slices of one metric on one dataset. */
export interface SliceChart {
  metric: string
  dataset?: string
  direction?: 'higher' | 'lower'
  bars: readonly SliceBar[]
  /** Where the value of all of the data is, and that value. */
  overall?: { at: number; value: number }
  /** Slices that are not shown. */
  more: number
}

const mostCharts = 12
const mostBars = 40

/** A chart for each metric that was measured on slices, its worst slices first; what is no number is left out. */
export function sliceCharts({ metrics, directions }: CardFacts): SliceChart[] {
  const groups = new Map<string, Numbered[]>()
  for (const metric of metrics) {
    if (!isNumbered(metric)) continue
    const key = JSON.stringify([metric.name, metric.dataset ?? ''])
    const group = groups.get(key)
    if (group) group.push(metric)
    else groups.set(key, [metric])
  }
  return [...groups.values()]
    .filter((group) => group.some(({ slice }) => slice !== undefined))
    .slice(0, mostCharts)
    .map((group) => {
      const { name } = group[0]!
      return chartOf(group, Object.hasOwn(directions, name) ? directions[name] : undefined)
    })
}

type Numbered = Metric & { value: number }
const isNumbered = (metric: Metric): metric is Numbered =>
  typeof metric.value === 'number' && Number.isFinite(metric.value)

function chartOf(group: readonly Numbered[], direction: SliceChart['direction']): SliceChart {
  const { name, dataset } = group[0]!
  const overall = group.find(({ slice }) => slice === undefined)
  const worstFirst = group
    .filter(({ slice }) => slice !== undefined)
    .toSorted((a, b) => (direction === 'lower' ? compare(b.value, a.value) : compare(a.value, b.value)))
  const shown = worstFirst.slice(0, mostBars)
  const numbers = [...shown, ...(overall ? [overall] : [])].flatMap(({ value, interval }) =>
    interval ? [value, interval.lower, interval.upper] : [value],
  )
  const place = scaleOf(numbers)
  return {
    metric: name,
    ...(dataset === undefined ? {} : { dataset }),
    ...(direction ? { direction } : {}),
    bars: shown.map(({ slice = '', value, interval, n }) => ({
      ...{ slice, value, from: Math.min(place(0), place(value)), to: Math.max(place(0), place(value)) },
      ...(interval ? { interval: { from: place(interval.lower), to: place(interval.upper) } } : {}),
      ...(n === undefined ? {} : { n }),
    })),
    ...(overall ? { overall: { at: place(overall.value), value: overall.value } } : {}),
    more: worstFirst.length - shown.length,
  }
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)

/** From the least to the greatest, zero included. The largest of numbers differ by more than a number can be. */
function scaleOf(numbers: readonly number[]): (value: number) => number {
  const least = Math.min(0, ...numbers)
  const most = Math.max(0, ...numbers)
  const size = Math.max(-least, most)
  if (!(size > 0)) return () => 0
  const range = most / size - least / size
  return (value) => Math.min(1, Math.max(0, (value / size - least / size) / range))
}
