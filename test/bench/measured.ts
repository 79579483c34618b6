/** One line of the table. */
export interface Measured {
  what: string
  measured: string
  budget?: string
  /** Undefined where there is no budget. */
  within?: boolean
}

/** A benchmark says what it found, in the order in which it is to be read. */
export type Benchmark = (options: { largeFileBytes: number }) => Promise<Measured[]>

/** At most this many milliseconds. */
export const atMost = (what: string, found: number, budget: number, more = ''): Measured => ({
  what,
  measured: milliseconds(found) + more,
  budget: `≤ ${budget} ms`,
  within: found <= budget,
})

export const skipped = (what: string, reason: string): Measured => ({ what, measured: `skipped: ${reason}` })

export const median = (values: number[]): number => percentile(values, 50)

export function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN
}

export const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
export const percent = (value: number): string => `${Math.round(value * 100)} %`
export const perSecond = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en')} MB/s`

/** Milliseconds that this thread works, however busy the machine is otherwise. */
export async function worked(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

/** How long `work` takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
