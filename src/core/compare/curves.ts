import type { Point } from '../runHistory'

/** Steps and values of one curve, in the order of steps; a value is null where it is not finite. */
export interface Curve {
  steps: number[]
  values: (number | null)[]
}

/** A history as a curve: in the order of steps, the last value of each. */
export function curveOf(points: readonly Point[]): Curve {
  const values = new Map<number, number | null>()
  for (const [step, value] of points) values.set(step, typeof value === 'number' ? value : null)
  const steps = [...values.keys()].sort((a, b) => a - b)
  return { steps, values: steps.map((step) => values.get(step)!) }
}

/**
 * Smoothed as TensorBoard does: an exponential moving average with `weight` (0 to below 1) for what came before,
 * corrected for beginning at 0. What is not finite is left as it is.
 */
export function smoothed({ steps, values }: Curve, weight: number): Curve {
  let [average, count] = [0, 0]
  return {
    steps,
    values: values.map((value) => {
      if (value === null || weight <= 0) return value
      average = average * weight + (1 - weight) * value
      return average / (1 - weight ** ++count)
    }),
  }
}

/**
 * At most `most` points (3 or more) that look like all of them: of each stretch the one that spans the largest triangle
 * with its neighbours (Steinarsson's largest triangle, three buckets). Gaps stay gaps.
 */
export function thinned({ steps, values }: Curve, most: number): Curve {
  const count = steps.length
  if (count <= most) return { steps, values }
  const kept = [0]
  const width = (count - 2) / (most - 2)
  const y = (at: number) => values[at] ?? Number.NaN
  for (let bucket = 0; bucket < most - 2; bucket++) {
    const [from, to] = [1 + Math.floor(bucket * width), 1 + Math.floor((bucket + 1) * width)]
    const next = meanOf(steps, values, to, Math.min(count, 1 + Math.floor((bucket + 2) * width)))
    const last = kept.at(-1)!
    let [best, largest] = [from, -1]
    for (let at = from; at < to; at++) {
      const area = Math.abs(
        (steps[last]! - next.step) * (y(at) - y(last)) - (steps[last]! - steps[at]!) * (next.value - y(last)),
      )
      // A gap is what there is to see in its stretch.
      const size = values[at] === null ? Infinity : Number.isNaN(area) ? 0 : area
      if (size > largest) [best, largest] = [at, size]
    }
    kept.push(best)
  }
  kept.push(count - 1)
  return { steps: kept.map((at) => steps[at]!), values: kept.map((at) => values[at]!) }
}

function meanOf(steps: readonly number[], values: readonly (number | null)[], from: number, to: number) {
  let [step, value, count] = [0, 0, 0]
  for (let at = from; at < Math.max(to, from + 1) && at < steps.length; at++) {
    const own = values[at] ?? null
    if (own === null) continue
    step += steps[at]!
    value += own
    count++
  }
  return count
    ? { step: step / count, value: value / count }
    : { step: steps[Math.min(from, steps.length - 1)]!, value: 0 }
}
