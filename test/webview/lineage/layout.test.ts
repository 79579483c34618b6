import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { type Box, layoutOf, type Layout, type Link } from '../../../webview/views/lineage/layout'
import { labelsFor } from '../../../webview/views/lineage/labels'
import { apart } from '../../../webview/views/lineage/place'

const box = (id: string): Box => ({ id, width: 100 + id.length, height: id.length % 2 ? 40 : 30, isSpine: id < 'n5' })
const layout = (words: string, previous?: ReadonlyMap<string, { y: number }>): Layout => {
  const links = words.split(' ').flatMap((word): Link[] => {
    const [from, to] = word.split('>')
    return to === undefined ? [] : [{ from: from!, to }]
  })
  return layoutOf([...new Set(words.split(/[ >]/).filter(Boolean))].map(box), links, previous)
}
const layersOf = ({ nodes }: Layout) => Object.fromEntries([...nodes].map(([id, { layer }]) => [id, layer]))

const ids = fc.integer({ min: 0, max: 14 }).map((number) => `n${number}`)
const anyLinks = fc.array(fc.tuple(ids, ids), { minLength: 1, maxLength: 40 })
const wordsOf = (pairs: readonly (readonly [string, string])[]) => pairs.map(([from, to]) => `${from}>${to}`).join(' ')

describe('the layout of a lineage', () => {
  const rows: [title: string, words: string, layers: Record<string, number>][] = [
    ['a chain is a row', 'a>b b>c', { a: 0, b: 1, c: 2 }],
    ['what is made of two is after both', 'a>b b>c a>c', { a: 0, b: 1, c: 2 }],
    ['what leads to the last one alone is beside the one before it', 'a>b b>c d>c', { a: 0, b: 1, c: 2, d: 1 }],
    ['a circle is cut where it closes', 'a>b b>c c>a', { a: 0, b: 1, c: 2 }],
    ['an edge from a node to itself counts for nothing', 'a>a a>b', { a: 0, b: 1 }],
    ['nodes without edges are in the first layer', 'a b c>d', { a: 0, b: 0, c: 0, d: 1 }],
    ['one node', 'a', { a: 0 }],
  ]
  for (const [title, words, layers] of rows) it(title, () => assert.deepEqual(layersOf(layout(words)), layers))

  it('nothing is laid out as nothing', () => {
    const { nodes, links, width, height } = layoutOf([], [])
    assert.deepEqual([nodes.size, links.length, width, height], [0, 0, 0, 0])
  })
  it('a chain runs straight', () => {
    const { nodes } = layout('n0>n1 n1>n2 n2>n3 n3>n4')
    const middles = [...nodes.values()].map(({ y, height }) => y + height / 2)
    for (const middle of middles) assert.ok(Math.abs(middle - middles[0]!) < 1, String(middles))
  })
  it('two chains side by side do not cross', () => {
    const { nodes } = layout('a1>b1 b1>c1 a2>b2 b2>c2 a1>b1')
    const above = ['a', 'b', 'c'].map((name) => nodes.get(`${name}1`)!.y < nodes.get(`${name}2`)!.y)
    assert.equal(new Set(above).size, 1)
  })
  it('the same is laid out in the same way', () => {
    fc.assert(
      fc.property(anyLinks, (pairs) => {
        assert.deepEqual(layout(wordsOf(pairs)), layout(wordsOf(pairs)))
      }),
    )
  })
  it('no nodes overlap, and all are within it', () => {
    fc.assert(
      fc.property(anyLinks, (pairs) => {
        const { nodes, width, height } = layout(wordsOf(pairs))
        const all = [...nodes.values()]
        for (const [i, a] of all.entries()) {
          assert.ok(a.x >= 0 && a.y >= -0.001 && a.x + a.width <= width && a.y + a.height <= height + 0.001)
          for (const b of all.slice(i + 1)) {
            const isApart =
              a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
            assert.ok(isApart, `${a.id} and ${b.id}`)
          }
        }
      }),
    )
  })
  it('edges run forward, but those that close a circle, which run back', () => {
    fc.assert(
      fc.property(anyLinks, (pairs) => {
        const { nodes, links } = layout(wordsOf(pairs))
        for (const { index, points, isBackward } of links) {
          const [from, to] = pairs[index]!.map((id) => nodes.get(id)!)
          const xs = points.map(([x]) => x)
          assert.deepEqual(
            xs,
            xs.toSorted((a, b) => (isBackward ? b - a : a - b)),
          )
          if (isBackward) assert.ok(from!.layer > to!.layer)
          else {
            assert.ok(from!.layer < to!.layer)
            assert.deepEqual([points[0]![0], points.at(-1)![0]], [from!.x + from!.width, to!.x])
          }
        }
      }),
    )
  })
  it('without circles no edge runs back', () => {
    const forward = anyLinks.map((pairs) =>
      pairs.flatMap(([one, other]): [string, string][] => {
        const [a, b] = [one, other].map((id) => Number(id.slice(1)))
        return a === b ? [] : [a! < b! ? [one, other] : [other, one]]
      }),
    )
    fc.assert(
      fc.property(forward, (pairs) => assert.ok(layout(wordsOf(pairs)).links.every(({ isBackward }) => !isBackward))),
    )
  })
  it('nodes that were there keep their order when others come', () => {
    fc.assert(
      fc.property(anyLinks, anyLinks, (pairs, more) => {
        const before = layout(wordsOf(pairs))
        const after = layout(wordsOf([...pairs, ...more]), before.nodes)
        const old = [...after.nodes.values()].filter(({ id }) => before.nodes.has(id))
        for (const a of old)
          for (const b of old) {
            if (a.layer !== b.layer || before.nodes.get(a.id)!.layer !== before.nodes.get(b.id)!.layer) continue
            if (before.nodes.get(a.id)!.y < before.nodes.get(b.id)!.y) assert.ok(a.y < b.y, `${a.id} and ${b.id}`)
          }
      }),
    )
  })
  it('thousands in a row or in a tree are laid out without overlaps', () => {
    const chain = Array.from({ length: 5000 }, (_, i) => `v${i}>v${i + 1}`).join(' ')
    const tree = Array.from(
      { length: 3000 },
      (_, i) => `v${Math.floor(i / 3)}>w${i} v${Math.floor(i / 7)}>v${i + 1}`,
    ).join(' ')
    for (const words of [chain, tree]) {
      const byLayer = Map.groupBy([...layout(words).nodes.values()], ({ layer }) => layer)
      for (const nodes of byLayer.values()) {
        const sorted = nodes.toSorted((a, b) => a.y - b.y)
        for (const [i, { y }] of sorted.entries()) if (i) assert.ok(y >= sorted[i - 1]!.y + sorted[i - 1]!.height)
      }
    }
  })
})

describe('places in a row', () => {
  it('are what was wished where that is far enough apart', () => {
    assert.deepEqual(apart([0, 100, 200], [10, 10, 10], 5), [0, 100, 200])
    assert.deepEqual(apart([], [], 5), [])
  })
  it('are moved equally where it is not', () => {
    assert.deepEqual(apart([50, 50], [10, 10], 10), [40, 60])
    assert.deepEqual(apart([10, 0], [10, 10], 10), [-5, 15])
  })
  it('keep their distances, whatever was wished', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: 1, max: 60 }))), (rows) => {
        const heights = rows.map(([, height]) => height)
        const places = apart(
          rows.map(([wish]) => wish),
          heights,
          7,
        )
        for (let i = 1; i < places.length; i++)
          assert.ok(places[i]! - places[i - 1]! >= heights[i - 1]! / 2 + 7 + heights[i]! / 2 - 0.001)
      }),
    )
  })
})

describe('labels on edges', () => {
  it('lie on no node and on no other label', () => {
    fc.assert(
      fc.property(anyLinks, (pairs) => {
        const { nodes, links } = layout(wordsOf(pairs))
        const placed = [...nodes.values()]
        const labels = labelsFor(
          links.map(({ points, index }) => ({ text: pairs[index]!.join('-'), points, from: pairs[index]![0] })),
          placed,
          (text) => text.length * 6,
        ).flatMap((label) =>
          label ? [{ x: label.x - label.width / 2, y: label.y - 7, width: label.width, height: 14 }] : [],
        )
        for (const [i, a] of labels.entries())
          for (const b of [...labels.slice(i + 1), ...placed])
            assert.ok(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y)
      }),
    )
  })
  it('say the same once where several edges begin', () => {
    const points = (y: number) =>
      [
        [0, 0],
        [200, y],
      ] as const
    const edges = [0, 50, 100].map((y) => ({ text: 'trained on', points: points(y), from: 'd' }))
    assert.equal(labelsFor(edges, [], () => 60).filter(Boolean).length, 1)
  })
})
