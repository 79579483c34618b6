import type { Metrics } from './metrics'

export interface Measured {
  name: string
  value: number
  slice?: string
  /** How many rows it was measured on. */
  n: number
  interval?: { lower: number; upper: number; level: number }
}

/** Metrics with how far they can be believed; `rowsIn` counts the rows of a slice, or of all of them. */
export function withUncertainty(metrics: Metrics, rowsIn: (slice: string | undefined) => number): Measured[] {
  return Object.entries(metrics).map(([key, value]) => {
    const [name = '', slice] = key.split('/')
    const n = rowsIn(slice)
    const isShare = name === 'accuracy' || name === 'recall'
    return { name, value, ...(slice ? { slice } : {}), n, ...(isShare && n ? { interval: wilson(value, n) } : {}) }
  })
}

/** The score interval of a share that was seen in `n` rows (Wilson 1927), which 95 % of such intervals are right about. */
function wilson(share: number, n: number) {
  const z = 1.959964
  const middle = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))
  const rounded = (value: number) => Number(Math.min(1, Math.max(0, value)).toFixed(6))
  return { lower: rounded(middle - half), upper: rounded(middle + half), level: 0.95 }
}
