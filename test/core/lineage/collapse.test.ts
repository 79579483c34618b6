import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { collapseChains } from '../../../src/core/lineage/collapse'
import { descendantsOf } from '../../../src/core/lineage/paths'
import { graphOf, linesOf } from './graphs'

const folded = (words: string, keep: string[] = [], least = 3) => {
  const graph = collapseChains(graphOf(words), { keep: new Set(keep), least })
  return [
    graph.nodes
      .map(({ id }) => id)
      .toSorted()
      .join(' '),
    linesOf(graph).join(' '),
  ]
}

describe('long chains', () => {
  const rows: [title: string, found: string[], expected: string[]][] = [
    ['LI10 versions in a row become one', folded('v1>v2 v2>v3 v3>v4'), ['chain:v1', '']],
    ['LI10 what is kept is not in it', folded('v1>v2 v2>v3 v3>v4', ['v4']), ['chain:v1 v4', 'chain:v1>v4']],
    ['LI10 few are left as they are', folded('v1>v2', []), ['v1 v2', 'v1>v2']],
    [
      'LI10 where something branches it ends',
      folded('v1>v2 v2>v3 v3>v4 v3>v5'),
      ['chain:v1 v4 v5', 'chain:v1>v4 chain:v1>v5'],
    ],
    [
      'LI10 a merge begins another one',
      folded('v1>v3 v2>v3 v3>v4 v4>v5 v5>v6'),
      ['chain:v3 v1 v2', 'v1>chain:v3 v2>chain:v3'],
    ],
    [
      'LI10 what is in use somewhere is not in it',
      folded('v1>v2 v2>v3 v3>v4 v4>s'),
      ['chain:v1 s v4', 'chain:v1>v4 v4>s'],
    ],
    [
      'LI10 data that only its versions were made of is in it, shared data is not',
      folded('v1>v2 v2>v3 d1>v1 d1>v2 d2>v3 d2>v9'),
      ['chain:v1 d2 v9', 'd2>chain:v1 d2>v9'],
    ],
    ['LI6 a circle is no chain', folded('v1>v2 v2>v3 v3>v1'), ['v1 v2 v3', 'v1>v2 v2>v3 v3>v1']],
  ]
  for (const [title, found, expected] of rows) it(title, () => assert.deepEqual(found, expected))

  it('LI10 a chain says how many it is of and what is hidden at its ends, the oldest first', () => {
    const graph = graphOf('v1>v2 v2>v3')
    graph.nodes[0]!.hidden.before = 2
    graph.nodes[2]!.hidden.after = 5
    const [chain] = collapseChains(graph, { keep: new Set(), least: 3 }).nodes
    assert.ok(chain?.kind === 'chain')
    assert.deepEqual([chain.members.map(({ id }) => id), chain.hidden], [['v1', 'v2', 'v3'], { before: 2, after: 5 }])
    assert.equal(chain.label, 'v1 … 3')
  })

  const ids = fc.integer({ min: 1, max: 8 }).map((number) => `v${number}`)
  it('LI10 no version is lost, and what was made of what stays so, whatever the graph', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(ids, ids), { minLength: 1, maxLength: 16 }), (pairs) => {
        const graph = graphOf(pairs.map(([from, to]) => `${from}>${to}`).join(' '))
        const drawn = collapseChains(graph, { keep: new Set(), least: 2 })
        const place = new Map(
          drawn.nodes.flatMap((node) =>
            node.kind === 'chain'
              ? node.members.map(({ id }) => [id, node.id] as const)
              : [[node.id, node.id] as const],
          ),
        )
        assert.deepEqual([...place.keys()].toSorted(), graph.nodes.map(({ id }) => id).toSorted())
        for (const { id } of graph.nodes) {
          const after = new Set([place.get(id), ...descendantsOf(drawn, place.get(id)!)])
          for (const other of descendantsOf(graph, id))
            assert.ok(after.has(place.get(other)), `${id} leads to ${other}`)
        }
      }),
    )
  })
})
