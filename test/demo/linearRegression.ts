import { mean } from './mean'

export interface LinearRegression {
  kind: 'linear-regression'
  features: readonly string[]
  target: string
  weights: number[]
  bias: number
}

/** Least squares with an L2 penalty on the weights of standardised features, solved exactly. */
export function fitLinearRegression(
  { features, target }: Pick<LinearRegression, 'features' | 'target'>,
  { rows, values }: { rows: readonly (readonly number[])[]; values: readonly number[] },
  { l2 }: { l2: number },
): LinearRegression {
  const means = features.map((_, at) => mean(rows.map((row) => row[at]!)))
  const deviations = means.map((middle, at) => Math.sqrt(mean(rows.map((row) => (row[at]! - middle) ** 2))) || 1)
  const scaled = rows.map((row) => row.map((value, at) => (value - means[at]!) / deviations[at]!))
  const middle = mean(values)
  const gram = features.map((_, a) =>
    features.map((_, b) => mean(scaled.map((row) => row[a]! * row[b]!)) + (a === b ? l2 : 0)),
  )
  const slopes = features.map((_, a) => mean(scaled.map((row, at) => row[a]! * (values[at]! - middle))))
  const weights = solve(gram, slopes).map((weight, at) => weight / deviations[at]!)
  return {
    kind: 'linear-regression',
    features,
    target,
    weights,
    bias: middle - weights.reduce((sum, weight, at) => sum + weight * means[at]!, 0),
  }
}

export function linearValue({ weights, bias }: LinearRegression, row: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * row[at]!, bias)
}

/** Gauss-Jordan without pivoting, which a positive definite matrix does not need. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const lines = matrix.map((row, at) => [...row, right[at]!])
  for (const [at, pivot] of lines.entries()) {
    const lead = pivot[at]!
    for (const [column, value] of pivot.entries()) pivot[column] = value / lead
    for (const [other, line] of lines.entries()) {
      const factor = other === at ? 0 : line[at]!
      for (const [column, value] of pivot.entries()) line[column]! -= factor * value
    }
  }
  return lines.map((line) => line.at(-1)!)
}
