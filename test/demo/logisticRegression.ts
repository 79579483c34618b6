import { mean } from './mean'

/** Weights are per class and feature, on features as they are measured. */
export interface LogisticRegression {
  kind: 'logistic-regression'
  features: readonly string[]
  classes: readonly string[]
  weights: number[][]
  bias: number[]
}

export interface Descent {
  learningRate: number
  epochs: number
  l2: number
}

/** Multinomial, by full-batch gradient descent from zero on standardised features; the scaling is folded into the weights. */
export function fitLogisticRegression(
  { features, classes }: Pick<LogisticRegression, 'features' | 'classes'>,
  { rows, labels }: { rows: readonly number[][]; labels: readonly number[] },
  { learningRate, epochs, l2 }: Descent,
): LogisticRegression {
  const scales = features.map((_, at) => scaleOf(rows.map((row) => row[at]!)))
  const scaled = rows.map((row) => row.map((value, at) => (value - scales[at]!.mean) / scales[at]!.deviation))
  const model: LogisticRegression = {
    kind: 'logistic-regression',
    features,
    classes,
    weights: classes.map(() => features.map(() => 0)),
    bias: classes.map(() => 0),
  }
  for (let epoch = 0; epoch < epochs; epoch++) {
    const errors = scaled.map((row, at) =>
      logisticProbabilities(model, row).map((probability, index) => probability - (labels[at] === index ? 1 : 0)),
    )
    for (const [index, weights] of model.weights.entries()) {
      const slopes = features.map((_, at) => mean(errors.map((error, row) => error[index]! * scaled[row]![at]!)))
      for (const [at, slope] of slopes.entries()) weights[at]! -= learningRate * (slope + l2 * weights[at]!)
      model.bias[index]! -= learningRate * mean(errors.map((error) => error[index]!))
    }
  }
  const weights = model.weights.map((row) => row.map((weight, at) => weight / scales[at]!.deviation))
  const shift = (row: number[]) => row.reduce((sum, weight, at) => sum + weight * scales[at]!.mean, 0)
  return { ...model, weights, bias: model.bias.map((bias, index) => bias - shift(weights[index]!)) }
}

export function logisticProbabilities({ weights, bias }: LogisticRegression, row: readonly number[]): number[] {
  return softmax(weights.map((of, index) => of.reduce((sum, weight, at) => sum + weight * row[at]!, bias[index]!)))
}

function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - top))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}

function scaleOf(values: readonly number[]) {
  const middle = mean(values)
  return { mean: middle, deviation: Math.sqrt(mean(values.map((value) => (value - middle) ** 2))) || 1 }
}
