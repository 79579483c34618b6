import * as z from 'zod'
import type { MetricValue } from './metric'

/** A value at a step, and when it was written (milliseconds since 1970), where that is known. */
export type Point = readonly [step: number, value: MetricValue, at?: number]

/** How the metrics of a run went, step by step: what the blob that a run names as its `history` holds. */
export const RunHistory = z.object({
  v: z.literal(1),
  /** By name, in the order of steps. */
  metrics: z.record(z.string().min(1).max(250), z.custom<Point[]>(arePoints, 'not a list of [step, value, at?]')),
})
export type RunHistory = z.infer<typeof RunHistory>

/** Looked at by hand: there may be millions. */
function arePoints(value: unknown): boolean {
  return Array.isArray(value) && value.every(isPoint)
}

function isPoint(point: unknown): boolean {
  if (!Array.isArray(point) || point.length < 2 || point.length > 3) return false
  const [step, value, at] = point as unknown[]
  return (
    Number.isFinite(step) &&
    (Number.isFinite(value) || value === 'NaN' || value === 'Infinity' || value === '-Infinity') &&
    (at === undefined || Number.isFinite(at))
  )
}
