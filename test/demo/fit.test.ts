import assert from 'node:assert/strict'
import { fitDecisionTree, treeProbabilities } from './decisionTree'
import { fitLinearRegression } from './linearRegression'
import { fitLogisticRegression, logisticProbabilities } from './logisticRegression'
import { winner } from './metrics'

const schema = { features: ['x', 'y'], classes: ['low', 'middle', 'high'] }
const rows = [0, 1, 2, 10, 11, 12, 20, 21, 22].map((x) => [x, (x * 7) % 5])
const labels = [0, 0, 0, 1, 1, 1, 2, 2, 2]

describe('fitting', () => {
  it('a logistic regression tells apart what a line separates', () => {
    const model = fitLogisticRegression(schema, { rows, labels }, { learningRate: 0.5, epochs: 2000, l2: 0 })
    const guesses = rows.map((row) => winner(logisticProbabilities(model, row)))
    assert.deepEqual(guesses, labels)
  })

  it('more L2 makes a logistic regression less sure', () => {
    const [free, bound] = [0, 1].map((l2) =>
      fitLogisticRegression(schema, { rows, labels }, { learningRate: 0.5, epochs: 500, l2 }),
    )
    assert.ok(logisticProbabilities(free!, [0, 0])[0]! > logisticProbabilities(bound!, [0, 0])[0]!)
  })

  it('a tree splits half-way between the classes, purest split first', () => {
    const { root } = fitDecisionTree(schema, { rows, labels }, { maxDepth: 2, minLeaf: 1 })
    assert.deepEqual(root, {
      feature: 0,
      threshold: 6,
      yes: { shares: [1, 0, 0] },
      no: { feature: 0, threshold: 16, yes: { shares: [0, 1, 0] }, no: { shares: [0, 0, 1] } },
    })
  })

  it('a tree stops at its depth and at small leaves', () => {
    const shallow = fitDecisionTree(schema, { rows, labels }, { maxDepth: 0, minLeaf: 1 })
    assert.deepEqual(treeProbabilities(shallow, [0, 0]), [1 / 3, 1 / 3, 1 / 3])
    assert.deepEqual(fitDecisionTree(schema, { rows, labels }, { maxDepth: 3, minLeaf: 5 }).root, shallow.root)
  })

  it('a linear regression finds the line that made the values', () => {
    const values = rows.map(([x, y]) => 3 * x! - 2 * y! + 5)
    const { weights, bias } = fitLinearRegression({ features: ['x', 'y'], target: 'z' }, { rows, values }, { l2: 0 })
    assert.deepEqual(
      [...weights, bias].map((value) => Number(value.toFixed(9))),
      [3, -2, 5],
    )
  })
})
