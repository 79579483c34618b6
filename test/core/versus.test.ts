import assert from 'node:assert/strict'
import type { Metric } from '../../src/core/metric'
import { type Verdict, versus } from '../../src/core/versus'
import { aRecord, hex } from '../samples'

const metric = (name: string, value: Metric['value'], slice?: string): Metric => ({
  name,
  value,
  ...(slice ? { slice } : {}),
})
const terms = { directions: { churned: 'lower' as const }, asked: ['f1'] }
const side = (metrics: Metric[], record = aRecord()) => ({ record, metrics })

describe('a version beside another one', () => {
  const rows: [Metric['value'] | undefined, Metric['value'] | undefined, 'higher' | 'lower', Verdict][] = [
    [0.9, 0.8, 'higher', 'better'],
    [0.9, 0.8, 'lower', 'worse'],
    [-1e300, 1e300, 'lower', 'better'],
    [0.9, 0.9, 'higher', 'same'],
    [0, -0, 'higher', 'same'],
    ['NaN', 0.9, 'higher', 'worse'],
    [0.9, 'Infinity', 'higher', 'worse'],
    [undefined, 0.9, 'higher', 'gone'],
    [0.9, undefined, 'higher', 'new'],
  ]
  for (const [value, base, direction, verdict] of rows)
    it(`RE5 ${value ?? 'nothing'} beside ${base ?? 'nothing'}, ${direction} being better, is ${verdict}`, () =>
      assert.equal(verdictOf(value, base, direction), verdict))

  function verdictOf(value: Metric['value'] | undefined, base: Metric['value'] | undefined, is: 'higher' | 'lower') {
    const [mine, other] = [value, base].map((one) => side(one === undefined ? [] : [metric('m', one)]))
    return versus(mine!, other!, { directions: { m: is }, asked: [] }).metrics[0]?.verdict
  }

  it('RE5 what a gate takes for the same is compared, and what was measured on other data is not', () => {
    const [test, later] = ['sha256:0123456789abcdef', 'sha256:0123456789abcde0']
    const on = (digest: string, dataset: string, value: number, slice: string) =>
      side(
        [
          { name: 'f1', value, dataset },
          { name: 'f1', value, dataset, slice },
        ],
        aRecord({ data: [{ name: 'test', digest }] }),
      )
    const same = versus(on(test, 'test', 0.9, 'a=1,b=2'), on(test, test, 0.8, 'b=2 & a=1'), terms)
    assert.deepEqual(
      same.metrics.map(({ value, base, verdict }) => [value, base, verdict]),
      [[0.9, 0.8, 'better']],
    )
    assert.deepEqual(same.slices, { better: 1, worse: 0, same: 0, other: 0 })
    const { metrics, whole } = versus(on(later, 'test', 0.9, 'a=1'), on(test, 'test', 0.8, 'a=1'), terms)
    assert.deepEqual([metrics[0]!.verdict, whole.other], ['incomparable', 1])
  })

  it('RE5 what the gate asks for comes first, the direction is the policy’s or the name’s, slices are only counted', () => {
    const { metrics, more, whole, slices } = versus(
      side([
        metric('auc', 0.9),
        metric('churned', 3),
        metric('f1', 0.8),
        metric('f1', 0.7, 'a=1'),
        metric('f1', 1, 'a=2'),
      ]),
      side([metric('auc', 0.8), metric('churned', 2), metric('f1', 0.8), metric('f1', 0.8, 'a=1'), metric('loss', 1)]),
      terms,
    )
    assert.deepEqual(
      metrics.map(({ name, verdict, isAsked, direction }) => [name, verdict, isAsked, direction]),
      [
        ['f1', 'same', true, 'higher'],
        ['auc', 'better', false, 'higher'],
        ['churned', 'worse', false, 'lower'],
        ['loss', 'gone', false, 'lower'],
      ],
    )
    assert.equal(more, 0)
    assert.deepEqual(whole, { better: 1, worse: 1, same: 1, other: 1 })
    assert.deepEqual(slices, { better: 0, worse: 1, same: 0, other: 1 })
  })
  it('RE5 of many metrics few are listed, and all are counted', () => {
    const many = Array.from({ length: 500 }, (_, i) => metric(`m${i}`, i))
    const { metrics, more, whole } = versus(side(many), side([]), terms)
    assert.deepEqual([metrics.length, more, whole.other], [10, 490, 500])
  })
  it('RE5 no metrics at all are no trouble', () => {
    const { metrics, more } = versus(side([]), side([]), terms)
    assert.deepEqual([metrics, more], [[], 0])
  })
  it('RE5 tells how many params, files and others differ; of long lists of files only whether they do', () => {
    const base = aRecord({ params: { a: 1, b: 2 }, data: [{ name: 'train', digest: 'md5:1' }] })
    const other = aRecord({
      params: { a: 1, b: 3, c: 4 },
      data: [{ name: 'train', digest: 'md5:2' }],
      files: [{ path: 'model.onnx', size: 3, sha256: hex('another') }],
    })
    const differing = (a = base, b = other) =>
      versus(side([], a), side([], b), terms)
        .differing.filter(({ differ }) => differ !== 0)
        .map(({ part, differ, of }) => [part, differ, of])
    assert.deepEqual(differing(), [
      ['params', 2, 3],
      ['data', 1, 1],
      ['files', 1, 1],
    ])
    const { files: _, ...rest } = other
    const long = { ...rest, fileList: { sha256: hex('list'), size: 1, count: 2000, bytes: 1 } }
    assert.deepEqual(differing(aRecord(), { ...aRecord(), ...{ fileList: long.fileList, digest: hex('other') } }), [
      ['files', null, null],
    ])
  })
})
