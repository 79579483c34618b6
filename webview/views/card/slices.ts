import type { Metric } from '../../../src/core/metric'

/** How the slices of one metric lie beside one another: along one scale, the worst on top. */
export interface SliceChart {
  metric: string
  /** What all slices differ by, such as `region`; then their names are without it. */
  by: string | undefined
  /** Of the whole data, where it was measured. */
  overall: number | undefined
  /** The ends of the scale. */
  low: number
  high: number
  rows: {
    slice: string
    name: string
    value: number
    lower: number | undefined
    upper: number | undefined
    n: number | undefined
  }[]
  /** How many slices are not among the rows, for there are many, or because they have no finite value. */
  left: number
}

/** How many slices of a metric are drawn. */
export const drawnSlices = 30

/** One chart for each metric that was measured on slices. Pure: positions are parts of the scale. */
export function sliceCharts(
  metrics: readonly Metric[],
  directions: Readonly<Record<string, 'higher' | 'lower'>>,
): SliceChart[] {
  const names = [...new Set(metrics.map(({ name }) => name))]
  return names.flatMap((metric) => {
    const values = metrics.filter(({ name }) => name === metric)
    const sliced = values.filter(({ slice }) => slice)
    const finite = sliced.filter((value): value is Metric & { value: number } => typeof value.value === 'number')
    if (!finite.length) return []
    const sign = directions[metric] === 'lower' ? -1 : 1
    const sorted = finite.toSorted((a, b) => sign * (a.value - b.value))
    const by = commonKey(sorted.map(({ slice }) => slice!))
    const rows = sorted.slice(0, drawnSlices).map(({ slice, value, interval, n }) => {
      const name = by === undefined ? slice! : slice!.slice(by.length + 1)
      return { slice: slice!, name, value, lower: interval?.lower, upper: interval?.upper, n }
    })
    const overall = values.find(({ slice, value }) => !slice && typeof value === 'number')?.value as number | undefined
    const ends = [...rows.flatMap(({ value, lower, upper }) => [value, lower, upper]), overall]
    const known = ends.filter((end): end is number => end !== undefined && Number.isFinite(end))
    const [least, most] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))]
    // A little air, and something to stand on where all are the same; halved, so that the greatest numbers fit.
    const air = (most / 2 - least / 2) * 0.08 || Math.abs(most) * 0.05 || 1
    const [low, high] = [finiteOr(least - air, least), finiteOr(most + air, most)]
    return [{ metric, by, overall, low, high, rows, left: sliced.length - rows.length }]
  })
}

/** `region`, where all are `region=…`. */
function commonKey(slices: readonly string[]): string | undefined {
  const [key] = slices[0]!.split('=')
  const isOf = (slice: string) => slice.startsWith(`${key}=`) && slice.length > key!.length + 1 && !slice.includes(',')
  return slices.every(isOf) ? key : undefined
}

/** Where a value is on the scale: 0 at its low end, 1 at its high one. */
export function partOf({ low, high }: Pick<SliceChart, 'low' | 'high'>, value: number): number {
  if (high <= low) return 0.5
  // Halved, so that the difference of the greatest numbers is still one.
  return Math.min(1, Math.max(0, (value / 2 - low / 2) / (high / 2 - low / 2)))
}

const finiteOr = (value: number, other: number) => (Number.isFinite(value) ? value : other)
