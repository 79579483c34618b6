import { mean } from './mean'

/** Keyed `name`, or `name/slice` such as `accuracy/island=Biscoe`. */
export type Metrics = Record<string, number>

/** What a classifier said about one held-out row. */
export interface Verdict {
  label: number
  probabilities: readonly number[]
}

export interface Estimate {
  value: number
  estimate: number
}

/** Recall is sliced by the class itself; F1 is averaged over the classes that occur among the rows. */
export function classificationMetrics(verdicts: readonly Verdict[], classes: readonly string[]): Metrics {
  const guesses = verdicts.map(({ label, probabilities }) => ({ label, guess: winner(probabilities) }))
  const present = classes
    .map((name, index) => ({ name, index }))
    .filter(({ index }) => guesses.some((of) => of.label === index))
  const scores = present.map(({ name, index }) => {
    const right = guesses.filter(({ label, guess }) => label === index && guess === index).length
    const real = guesses.filter(({ label }) => label === index).length
    const said = guesses.filter(({ guess }) => guess === index).length
    return { name, recall: right / real, f1: (2 * right) / (real + said) }
  })
  return {
    accuracy: rounded(mean(guesses.map(({ label, guess }) => (label === guess ? 1 : 0)))),
    f1_macro: rounded(mean(scores.map(({ f1 }) => f1))),
    log_loss: rounded(
      mean(verdicts.map(({ label, probabilities }) => -Math.log(Math.max(probabilities[label]!, 1e-15)))),
    ),
    ...Object.fromEntries(scores.map(({ name, recall }) => [`recall/species=${name}`, rounded(recall)])),
  }
}

export function regressionMetrics(estimates: readonly Estimate[]): Metrics {
  const misses = estimates.map(({ value, estimate }) => estimate - value)
  const middle = mean(estimates.map(({ value }) => value))
  const squared = mean(misses.map((miss) => miss ** 2))
  return {
    rmse: rounded(Math.sqrt(squared)),
    mae: rounded(mean(misses.map(Math.abs))),
    r2: rounded(1 - squared / mean(estimates.map(({ value }) => (value - middle) ** 2))),
  }
}

/** The metrics of all rows, and once more for each slice; what is sliced already is not sliced again. */
export function withSlices<Row>(
  rows: readonly Row[],
  slices: Record<string, (row: Row) => boolean>,
  measure: (rows: readonly Row[]) => Metrics,
): Metrics {
  const sliced = Object.entries(slices).flatMap(([slice, isIn]) =>
    Object.entries(measure(rows.filter(isIn)))
      .filter(([name]) => !name.includes('/'))
      .map(([name, value]) => [`${name}/${slice}`, value] as const),
  )
  return { ...measure(rows), ...Object.fromEntries(sliced) }
}

/** The most likely class; the first one of a tie. */
export function winner(probabilities: readonly number[]): number {
  return probabilities.indexOf(Math.max(...probabilities))
}

/** Six digits: what more there is differs between machines. */
const rounded = (value: number) => Number(value.toFixed(6))
