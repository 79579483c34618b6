import type { DecisionTree, TreeNode } from './decisionTree'
import type { LinearRegression } from './linearRegression'
import type { LogisticRegression } from './logisticRegression'
import { bytes, float, message, varint } from './protobuf'

export type Model = LogisticRegression | DecisionTree | LinearRegression

const floatType = 1
const stringType = 8
const mlDomain = 'ai.onnx.ml'

/** An ONNX model with one input, `features` float[N, k]. Field numbers are those of onnx.proto. */
export function toOnnx(model: Model): Uint8Array {
  const { nodes, initializers, outputs } = graphOf(model)
  const graph = message(
    nodes.map((node) => bytes(1, node)),
    bytes(2, model.kind),
    initializers.map((tensor) => bytes(5, tensor)),
    bytes(11, valueInfo('features', floatType, ['N', model.features.length])),
    outputs.map((output) => bytes(12, output)),
  )
  return message(
    varint(1, 8),
    bytes(2, 'penguin-training'),
    bytes(7, graph),
    bytes(8, message(bytes(1, ''), varint(2, 17))),
    bytes(8, message(bytes(1, mlDomain), varint(2, 3))),
    bytes(14, message(bytes(1, 'features'), bytes(2, model.features.join(',')))),
  )
}

interface Graph {
  nodes: Uint8Array[]
  initializers: Uint8Array[]
  outputs: Uint8Array[]
}

function graphOf(model: Model): Graph {
  switch (model.kind) {
    case 'logistic-regression':
      return logisticGraph(model)
    case 'decision-tree':
      return treeGraph(model)
    case 'linear-regression':
      return linearGraph(model)
  }
}

function logisticGraph({ features, classes, weights, bias }: LogisticRegression): Graph {
  return {
    nodes: [
      node('MatMul', ['features', 'weights'], ['products']),
      node('Add', ['products', 'bias'], ['scores']),
      node('Softmax', ['scores'], ['probabilities'], { attributes: [integer('axis', 1)] }),
      node('ArgMax', ['probabilities'], ['class'], { attributes: [integer('axis', 1), integer('keepdims', 0)] }),
      node('LabelEncoder', ['class'], ['species'], {
        domain: mlDomain,
        attributes: [integers('keys_int64s', [...classes.keys()]), strings('values_strings', classes)],
      }),
    ],
    initializers: [
      tensor(
        'weights',
        [features.length, classes.length],
        features.flatMap((_, at) => weights.map((row) => row[at]!)),
      ),
      tensor('bias', [classes.length], bias),
    ],
    outputs: classifierOutputs(classes),
  }
}

function treeGraph({ classes, root }: DecisionTree): Graph {
  const flat = flatten(root)
  const leaves = flat.flatMap(({ shares }, id) => shares.map((share, index) => ({ id, index, share })))
  const zeros = (list: readonly unknown[]) => list.map(() => 0)
  const attributes = [
    strings('classlabels_strings', classes),
    strings(
      'nodes_modes',
      flat.map(({ mode }) => mode),
    ),
    integers('nodes_treeids', zeros(flat)),
    integers('nodes_nodeids', [...flat.keys()]),
    integers(
      'nodes_featureids',
      flat.map(({ feature }) => feature),
    ),
    floats(
      'nodes_values',
      flat.map(({ threshold }) => threshold),
    ),
    integers(
      'nodes_truenodeids',
      flat.map(({ yes }) => yes),
    ),
    integers(
      'nodes_falsenodeids',
      flat.map(({ no }) => no),
    ),
    integers('class_treeids', zeros(leaves)),
    integers(
      'class_nodeids',
      leaves.map(({ id }) => id),
    ),
    integers(
      'class_ids',
      leaves.map(({ index }) => index),
    ),
    floats(
      'class_weights',
      leaves.map(({ share }) => share),
    ),
    string('post_transform', 'NONE'),
  ]
  return {
    nodes: [
      node('TreeEnsembleClassifier', ['features'], ['species', 'probabilities'], { domain: mlDomain, attributes }),
    ],
    initializers: [],
    outputs: classifierOutputs(classes),
  }
}

function linearGraph({ features, target, weights, bias }: LinearRegression): Graph {
  return {
    nodes: [node('MatMul', ['features', 'weights'], ['products']), node('Add', ['products', 'bias'], [target])],
    initializers: [tensor('weights', [features.length, 1], weights), tensor('bias', [1], [bias])],
    outputs: [valueInfo(target, floatType, ['N', 1])],
  }
}

/** The nodes of a tree in a row, a branch before its sides, as the operator wants them. */
function flatten(root: TreeNode) {
  const flat: { mode: string; feature: number; threshold: number; yes: number; no: number; shares: number[] }[] = []
  const place = (at: TreeNode): number => {
    const id = flat.length
    if ('shares' in at) {
      flat.push({ mode: 'LEAF', feature: 0, threshold: 0, yes: 0, no: 0, shares: at.shares })
      return id
    }
    const branch = { mode: 'BRANCH_LEQ', feature: at.feature, threshold: at.threshold, yes: 0, no: 0, shares: [] }
    flat.push(branch)
    branch.yes = place(at.yes)
    branch.no = place(at.no)
    return id
  }
  place(root)
  return flat
}

function classifierOutputs(classes: readonly string[]) {
  return [valueInfo('species', stringType, ['N']), valueInfo('probabilities', floatType, ['N', classes.length])]
}

function valueInfo(name: string, type: number, dimensions: readonly (string | number)[]): Uint8Array {
  const sizes = dimensions.map((size) => bytes(1, typeof size === 'string' ? bytes(2, size) : varint(1, size)))
  return message(bytes(1, name), bytes(2, bytes(1, message(varint(1, type), bytes(2, message(sizes))))))
}

function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  { domain = '', attributes = [] }: { domain?: string; attributes?: readonly Uint8Array[] } = {},
): Uint8Array {
  return message(
    inputs.map((name) => bytes(1, name)),
    outputs.map((name) => bytes(2, name)),
    bytes(3, operator),
    bytes(4, operator),
    attributes.map((attribute) => bytes(5, attribute)),
    domain ? bytes(7, domain) : [],
  )
}

function tensor(name: string, dimensions: readonly number[], values: readonly number[]): Uint8Array {
  const raw = Buffer.alloc(values.length * 4)
  for (const [at, value] of values.entries()) raw.writeFloatLE(value, at * 4)
  return message(
    dimensions.map((size) => varint(1, size)),
    varint(2, floatType),
    bytes(8, name),
    bytes(9, raw),
  )
}

const attribute = (name: string, type: number, values: readonly Uint8Array[]) =>
  message(bytes(1, name), values, varint(20, type))
const integer = (name: string, value: number) => attribute(name, 2, [varint(3, value)])
const string = (name: string, value: string) => attribute(name, 3, [bytes(4, value)])
const floats = (name: string, values: readonly number[]) =>
  attribute(
    name,
    6,
    values.map((value) => float(7, value)),
  )
const integers = (name: string, values: readonly number[]) =>
  attribute(
    name,
    7,
    values.map((value) => varint(8, value)),
  )
const strings = (name: string, values: readonly string[]) =>
  attribute(
    name,
    8,
    values.map((value) => bytes(9, value)),
  )
