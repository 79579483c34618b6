import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { ancestorsOf, descendantsOf, pathsBetween } from '../../../src/core/lineage/paths'
import { graphOf, linesOf } from './graphs'

describe('ways through a lineage', () => {
  const diamond = graphOf('d>v1 v1>v2 v1>v3 v2>v4 v3>v4 v4>s c>v3')

  it('LI1 ancestors and descendants are all that leads to a node and all that it leads to, the nearest first', () => {
    assert.deepEqual(ancestorsOf(diamond, 'v4'), ['v2', 'v3', 'v1', 'c', 'd'])
    assert.deepEqual(descendantsOf(diamond, 'v1'), ['v2', 'v3', 'v4', 's'])
    assert.deepEqual([ancestorsOf(diamond, 'd'), descendantsOf(diamond, 's')], [[], []])
  })
  it('LI6 circles end where they began', () => {
    const circle = graphOf('v1>v2 v2>v3 v3>v1 v3>v4')
    assert.deepEqual(ancestorsOf(circle, 'v1'), ['v3', 'v2'])
    assert.deepEqual(descendantsOf(circle, 'v1'), ['v2', 'v3', 'v4'])
    assert.deepEqual(descendantsOf(graphOf('v1>v1'), 'v1'), [])
  })

  const rows: [title: string, words: string, one: string, other: string, nodes: string][] = [
    ['LI9 every way along the edges', 'd>v1 v1>v2 v1>v3 v2>v4 v3>v4 v4>s c>v3', 'd', 'v4', 'd v1 v2 v3 v4'],
    ['LI9 the same the other way round', 'd>v1 v1>v2 v1>v3 v2>v4 v3>v4 v4>s c>v3', 'v4', 'd', 'd v1 v2 v3 v4'],
    [
      'LI9 the shortest in any direction, where neither comes of the other',
      'd>v1 d>v2 v1>v3 v2>v4',
      'v3',
      'v4',
      'd v1 v2 v3 v4',
    ],
    ['LI9 none, where nothing connects them', 'v1>v2 v3>v4', 'v1', 'v4', ''],
    ['LI9 none to a node that is not there', 'v1>v2', 'v1', 'v9', ''],
    ['LI9 a node and itself', 'v1>v2', 'v1', 'v1', 'v1'],
    ['LI6 not round a circle', 'v9>v1 v1>v2 v2>v9', 'v1', 'v2', 'v1 v2'],
    ['LI6 through a circle', 'v1>v2 v2>v1 v2>v3', 'v1', 'v3', 'v1 v2 v3'],
  ]
  for (const [title, words, one, other, nodes] of rows)
    it(title, () => {
      const found = pathsBetween(graphOf(words), one, other)
      assert.deepEqual([...found.nodes].toSorted(), nodes.split(' ').filter(Boolean))
    })
  it('LI9 the edges of a path run between its nodes, and none runs back', () => {
    const circle = graphOf('v1>v2 v2>v1 v2>v3 v3>v2')
    const { edges } = pathsBetween(circle, 'v1', 'v3')
    assert.deepEqual(linesOf({ nodes: [], edges: [...edges] }), ['v1>v2', 'v2>v3'])
  })

  const ids = fc.integer({ min: 1, max: 9 }).map((number) => `v${number}`)
  const anyGraph = fc
    .array(fc.tuple(ids, ids), { maxLength: 25 })
    .map((pairs) => graphOf(['v1 v2', ...pairs.map(([from, to]) => `${from}>${to}`)].join(' ')))
  it('LI9 a path holds both its ends or nothing, and every node of it is on the way, whatever the graph', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const { nodes, edges } = pathsBetween(graph, 'v1', 'v2')
        if (!nodes.size) return assert.equal(edges.size, 0)
        assert.ok(nodes.has('v1') && nodes.has('v2'))
        for (const { from, to } of edges) assert.ok(nodes.has(from) && nodes.has(to))
        const touched = new Set([...edges].flatMap(({ from, to }) => [from, to]))
        for (const id of nodes) assert.ok(touched.has(id), `${id} is on no edge`)
      }),
      { numRuns: 500 },
    )
  })
})
