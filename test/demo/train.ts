import { fitDecisionTree, treeProbabilities, type Growth } from './decisionTree'
import { fitLinearRegression, linearValue } from './linearRegression'
import { fitLogisticRegression, logisticProbabilities, type Descent } from './logisticRegression'
import { classificationMetrics, regressionMetrics, withSlices, type Metrics } from './metrics'
import { toOnnx, type Model } from './onnx'
import { species, type Measurement, type Penguin } from './penguins'
import { withUncertainty } from './uncertainty'

export type Feature = Measurement | 'is_male'

/** All that a training needs to know besides the data. */
export type Recipe = { name: string; data: string; features: Feature[] } & (
  | ({ kind: 'logistic-regression' } & Descent)
  | ({ kind: 'decision-tree' } & Growth)
  | { kind: 'linear-regression'; target: Measurement; l2: number }
)

export interface Candidate {
  model: Model
  params: Record<string, string | number>
  metrics: Metrics
  /** by name; what belongs into the folder of the version */
  files: Record<string, string | Uint8Array>
}

const slices: Record<string, (row: { penguin: Penguin }) => boolean> = {
  'island=Biscoe': ({ penguin }) => penguin.island === 'Biscoe',
  'island=Dream': ({ penguin }) => penguin.island === 'Dream',
  'island=Torgersen': ({ penguin }) => penguin.island === 'Torgersen',
  'sex=female': ({ penguin }) => penguin.sex === 'female',
  'sex=male': ({ penguin }) => penguin.sex === 'male',
}
/** What `recall` is sliced by besides. */
const classes = Object.fromEntries(
  species.map((name) => [`species=${name}`, ({ penguin }: { penguin: Penguin }) => penguin.species === name]),
)

/** Fits a model to the rows and measures it on those that were held out; the same recipe and rows give the same candidate. */
export function train(recipe: Recipe, rows: readonly Penguin[], heldOut: readonly Penguin[]): Candidate {
  const { name: _, data, features, ...settings } = recipe
  const model = fit(recipe, rows)
  const metrics = measure(model, recipe, heldOut)
  const params = { ...settings, data, features: features.join(','), rows: rows.length }
  const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`
  return {
    model,
    params,
    metrics,
    files: {
      'model.onnx': toOnnx(model),
      'model.json': json(model),
      'signature.json': json(signatureOf(model)),
      'params.json': json(params),
      'metrics.json': json(withUncertainty(metrics, rowsIn(heldOut))),
    },
  }
}

/** How many rows there are of a slice, or at all. */
const rowsIn = (rows: readonly Penguin[]) => (slice: string | undefined) => {
  const isIn = slice === undefined ? undefined : (slices[slice] ?? classes[slice])
  return isIn ? rows.filter((penguin) => isIn({ penguin })).length : rows.length
}

/** The class probabilities, or the one estimated value. */
export function predict(model: Model, row: readonly number[]): readonly number[] {
  switch (model.kind) {
    case 'logistic-regression':
      return logisticProbabilities(model, row)
    case 'decision-tree':
      return treeProbabilities(model, row)
    case 'linear-regression':
      return [linearValue(model, row)]
  }
}

export function rowOf(penguin: Penguin, features: readonly Feature[]): number[] {
  return features.map((feature) => {
    if (feature === 'is_male') return penguin.sex ? Number(penguin.sex === 'male') : 0.5
    const value = penguin[feature]
    if (value === undefined) throw new Error(`penguin ${penguin.id} has no ${feature}`)
    return value
  })
}

function fit(recipe: Recipe, penguins: readonly Penguin[]): Model {
  const { features } = recipe
  const rows = penguins.map((penguin) => rowOf(penguin, features))
  const labels = penguins.map((penguin) => species.indexOf(penguin.species))
  switch (recipe.kind) {
    case 'logistic-regression':
      return fitLogisticRegression({ features, classes: species }, { rows, labels }, recipe)
    case 'decision-tree':
      return fitDecisionTree({ features, classes: species }, { rows, labels }, recipe)
    case 'linear-regression': {
      const values = penguins.flatMap((penguin) => rowOf(penguin, [recipe.target]))
      return fitLinearRegression({ features, target: recipe.target }, { rows, values }, recipe)
    }
  }
}

function measure(model: Model, recipe: Recipe, heldOut: readonly Penguin[]): Metrics {
  const said = heldOut.map((penguin) => ({ penguin, answer: predict(model, rowOf(penguin, recipe.features)) }))
  return withSlices(said, slices, (rows) => {
    if (recipe.kind === 'linear-regression') {
      const valueOf = (penguin: Penguin) => rowOf(penguin, [recipe.target])[0]!
      return regressionMetrics(rows.map(({ penguin, answer }) => ({ value: valueOf(penguin), estimate: answer[0]! })))
    }
    const labelOf = (penguin: Penguin) => species.indexOf(penguin.species)
    return classificationMetrics(
      rows.map(({ penguin, answer }) => ({ label: labelOf(penguin), probabilities: answer })),
      species,
    )
  })
}

/** The feature schema, in the column form of MLflow. */
function signatureOf(model: Model) {
  const column = (type: string, name: string) => ({ type, name, required: true })
  const outputs =
    model.kind === 'linear-regression'
      ? [column('float', model.target)]
      : [column('string', 'species'), { ...column('array', 'probabilities'), items: { type: 'float' } }]
  return { inputs: model.features.map((name) => column('float', name)), outputs }
}
