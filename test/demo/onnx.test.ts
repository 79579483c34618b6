import assert from 'node:assert/strict'
import { toOnnx, type Model } from './onnx'

/** A message as its fields in order: numbers stay numbers, the rest stays bytes. */
type Fields = [field: number, value: number | Buffer][]

describe('ONNX', () => {
  const classes = ['a', 'b']
  const logistic: Model = {
    kind: 'logistic-regression',
    features: ['x', 'y', 'z'],
    classes,
    weights: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    bias: [7, 8],
  }
  const tree: Model = {
    kind: 'decision-tree',
    features: ['x', 'y'],
    classes,
    root: {
      feature: 1,
      threshold: 2.5,
      yes: { shares: [1, 0] },
      no: { feature: 0, threshold: -1, yes: { shares: [0.25, 0.75] }, no: { shares: [0, 1] } },
    },
  }
  const linear: Model = { kind: 'linear-regression', features: ['x'], target: 'mass', weights: [2], bias: 1 }

  it('names its format, producer, operator sets and features', () => {
    const model = fieldsOf(toOnnx(logistic))
    assert.equal(one(model, 1), 8)
    assert.equal(text(one(model, 2)), 'penguin-training')
    const sets = all(model, 8).map((set) => [text(one(fieldsOf(set), 1)), one(fieldsOf(set), 2)])
    assert.deepEqual(sets, [
      ['', 17],
      ['ai.onnx.ml', 3],
    ])
    assert.deepEqual(
      fieldsOf(all(model, 14)[0]!).map(([, value]) => text(value)),
      ['features', 'x,y,z'],
    )
  })

  const shapes = [
    [
      logistic,
      ['features 1 N,3'],
      ['species 8 N', 'probabilities 1 N,2'],
      ['MatMul', 'Add', 'Softmax', 'ArgMax', 'LabelEncoder'],
    ],
    [tree, ['features 1 N,2'], ['species 8 N', 'probabilities 1 N,2'], ['TreeEnsembleClassifier']],
    [linear, ['features 1 N,1'], ['mass 1 N,1'], ['MatMul', 'Add']],
  ] as const
  for (const [model, inputs, outputs, operators] of shapes)
    it(`a ${model.kind} has its inputs, outputs and operators`, () => {
      const graph = graphOf(model)
      assert.deepEqual(all(graph, 11).map(valueInfo), inputs)
      assert.deepEqual(all(graph, 12).map(valueInfo), outputs)
      assert.deepEqual(
        all(graph, 1).map((node) => text(one(fieldsOf(node), 4))),
        operators,
      )
    })

  it('keeps weights by feature, then class, as floats', () => {
    const tensors = all(graphOf(logistic), 5).map((tensor) => {
      const fields = fieldsOf(tensor)
      return [
        text(one(fields, 8)),
        fields.filter(([field]) => field === 1).map(([, size]) => size),
        floats(one(fields, 9)),
      ]
    })
    assert.deepEqual(tensors, [
      ['weights', [3, 2], [1, 4, 2, 5, 3, 6]],
      ['bias', [2], [7, 8]],
    ])
  })

  it('lays a tree out branch first', () => {
    const attributes = Object.fromEntries(all(fieldsOf(all(graphOf(tree), 1)[0]!), 5).map(attribute))
    assert.deepEqual(attributes, {
      classlabels_strings: ['a', 'b'],
      nodes_modes: ['BRANCH_LEQ', 'LEAF', 'BRANCH_LEQ', 'LEAF', 'LEAF'],
      nodes_treeids: [0, 0, 0, 0, 0],
      nodes_nodeids: [0, 1, 2, 3, 4],
      nodes_featureids: [1, 0, 0, 0, 0],
      nodes_values: [2.5, 0, -1, 0, 0],
      nodes_truenodeids: [1, 0, 3, 0, 0],
      nodes_falsenodeids: [2, 0, 4, 0, 0],
      class_treeids: [0, 0, 0, 0, 0, 0],
      class_nodeids: [1, 1, 3, 3, 4, 4],
      class_ids: [0, 1, 0, 1, 0, 1],
      class_weights: [1, 0, 0.25, 0.75, 0, 1],
      post_transform: ['NONE'],
    })
  })
})

const graphOf = (model: Model) => fieldsOf(one(fieldsOf(toOnnx(model)), 7))

function fieldsOf(message: number | Uint8Array): Fields {
  assert.ok(typeof message !== 'number')
  const from = Buffer.from(message)
  const fields: Fields = []
  let at = 0
  const varint = (): number => {
    const byte = from[at++]!
    return byte < 128 ? byte : byte - 128 + 128 * varint()
  }
  while (at < from.length) {
    const tag = varint()
    const kind = tag % 8
    assert.ok([0, 2, 5].includes(kind), `wire type ${kind}`)
    if (kind === 0) fields.push([(tag - kind) / 8, varint()])
    else {
      const size = kind === 5 ? 4 : varint()
      assert.ok(at + size <= from.length, 'a field ends after its message')
      fields.push([(tag - kind) / 8, from.subarray(at, at + size)])
      at += size
    }
  }
  return fields
}

function one(fields: Fields, field: number): number | Buffer {
  const [found, ...more] = fields.filter(([number]) => number === field)
  assert.ok(found && more.length === 0, `field ${field} is there once`)
  return found[1]
}

const all = (fields: Fields, field: number) => fields.filter(([number]) => number === field).map(([, value]) => value)
const text = (value: number | Buffer) => (value as Buffer).toString()
const floats = (value: number | Buffer) =>
  Array.from({ length: (value as Buffer).length / 4 }, (_, at) => (value as Buffer).readFloatLE(at * 4))

/** `name type sizes` */
function valueInfo(info: number | Buffer): string {
  const tensor = fieldsOf(one(fieldsOf(one(fieldsOf(info), 2)), 1))
  const sizes = all(fieldsOf(one(tensor, 2)), 1).map((size) => {
    const [[field, value]] = fieldsOf(size) as [[number, number | Buffer]]
    return field === 2 ? text(value) : value
  })
  return `${text(one(fieldsOf(info), 1))} ${String(one(tensor, 1))} ${sizes.join(',')}`
}

/** Its type (20) must say which of the value fields is filled. */
function attribute(encoded: number | Buffer): [string, unknown[]] {
  const fields = fieldsOf(encoded)
  const type = one(fields, 20)
  const values = fields.filter(([field]) => field !== 1 && field !== 20)
  const valueField = { 2: 3, 3: 4, 6: 7, 7: 8, 8: 9 }[type as number]
  assert.ok(values.every(([field]) => field === valueField))
  const read = (value: number | Buffer) =>
    typeof value === 'number' ? value : type === 6 ? floats(value)[0] : text(value)
  return [text(one(fields, 1)), values.map(([, value]) => read(value))]
}
