import assert from 'node:assert/strict'
import { JSDOM } from 'jsdom'
import { buildGraph, type KnownVersion } from '../../../src/core/lineage/build'
import { type Graph, idOf } from '../../../src/core/lineage/graph'
import type { Parent } from '../../../src/core/record'
import { drawPicture, type Marks } from '../../../webview/views/lineage/draw'
import { exportPicture } from '../../../webview/views/lineage/export'
import { fitted, textWidth } from '../../../webview/views/lineage/fit'
import { next } from '../../../webview/views/lineage/keys'
import { type Picture, pictureOf } from '../../../webview/views/lineage/picture'
import { matches } from '../../../webview/views/lineage/search'
import { tablesOf } from '../../../webview/views/lineage/table'
import { matchesGolden } from '../../golden'
import { hex } from '../../samples'
import { graphOf } from '../../core/lineage/graphs'
import { drawn } from '../drawn'

const version = (
  number: number,
  fields: Partial<KnownVersion> & { stage?: string; model?: string } = {},
): [string, KnownVersion] => {
  const { stage = 'none', model = 'churn', ...more } = fields
  return [
    hex(number),
    {
      facts: {
        ...{ model, id: hex(number), version: number, stage, aliases: stage === 'production' ? ['champion'] : [] },
        ...{ label: null, description: '', at: '2026-01-01T00:00:00Z', by: 'Ada', isMissing: false },
        ...{ metrics: [{ name: 'f1', value: 0.8 + number / 100 }], files: 1, bytes: 1000 },
      },
      ...{ parents: [], data: [], code: undefined, run: undefined },
      ...more,
    },
  ]
}
const from = (number: number, relation: Parent['relation'] = 'retrained-from'): Parent => ({
  ...{ version: hex(number), model: 'churn', relation },
})
function built(versions: [string, KnownVersion][], extra: readonly string[] = []): Graph {
  const shown = [...versions.map(([id]) => id), ...extra]
  return buildGraph({
    ...{ shown, versions: new Map(versions), open: new Set(shown.map(idOf.version)), runs: new Map() },
    ...{ deployments: [], rollouts: [], totals: new Map([['dataset:md5:1', 5000]]), most: 5000 },
  })
}
const data = (name: string, digest: string) => ({ name, digest })
const code = (word: string) => ({ commit: hex(word).slice(0, 40), branch: 'main', dirty: false })

const graphs: Record<string, Graph> = {
  branches: built(
    [
      version(1, { data: [data('customers', 'md5:1')], code: code('a'), parents: [from(99, 'fine-tuned-from')] }),
      version(2, {
        data: [data('customers', 'md5:1')],
        code: { ...code('b'), dirty: true },
        parents: [from(1)],
        stage: 'production',
      }),
      version(3, { data: [data('weather', 'md5:2')], run: 'run-7', parents: [from(1)], stage: 'archived' }),
      version(4, { parents: [from(2, 'merged-from'), from(3, 'merged-from')] }),
    ],
    [hex(99)],
  ),
  'one version': built([version(1)]),
  'a circle': built([version(1, { parents: [from(2)] }), version(2, { parents: [from(1)] })]),
  'a chain': built(
    Array.from({ length: 9 }, (_, i) =>
      version(i + 1, {
        parents: i ? [from(i)] : [],
        data: [data(`d${i}`, `md5:d${i}`)],
        ...(i === 8 ? { stage: 'staging' } : {}),
      }),
    ),
  ),
  'long names': built([
    version(1, {
      model: 'm'.repeat(200),
      stage: 's'.repeat(80),
      data: [{ name: 'W'.repeat(200) }],
      run: '数'.repeat(200),
    }),
  ]),
}
const focus = idOf.version(hex(1))
const picture = (graph: Graph, fields: Partial<Parameters<typeof pictureOf>[1]> = {}): Picture =>
  pictureOf(graph, { focus, hiddenKinds: [], collapse: true, keep: [], ...fields })
const marks: Marks = {
  ...{ focus, chosen: undefined, chosenEdge: undefined, path: undefined, found: undefined, reachable: focus },
}

describe('the drawing of a lineage', () => {
  let page: typeof globalThis.document | undefined
  before(() => {
    page = globalThis.document
    globalThis.document = new JSDOM('<!doctype html><html lang="en"></html>').window.document
  })
  after(() => {
    globalThis.document = page!
  })

  for (const [name, graph] of Object.entries(graphs))
    it(`is drawn as it was: ${name}`, async () => {
      const svg = await drawn((svg) => {
        const plane = svg.appendChild(svg.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'g'))
        drawPicture(plane, picture(graph), marks)
      })
      matchesGolden(`lineage/${name.replaceAll(' ', '-')}.html`, svg)
    })

  it('texts stay within their nodes', () => {
    for (const { title, second, width, badgeWidth } of picture(graphs['long names']!).nodes) {
      assert.ok(textWidth(title, 13) <= width - 40, title)
      assert.ok(textWidth(second, 11) <= width - 40, second)
      assert.ok(badgeWidth < width, String(badgeWidth))
    }
    assert.equal(fitted('short', 13, 100), 'short')
    assert.match(fitted(`${'m'.repeat(50)}@12`, 13, 100, 3), /^m+…@12$/)
  })
  it('kinds can be left out, but not what it is about', () => {
    const { nodes, edges } = picture(graphs['branches']!, { hiddenKinds: ['version', 'code'] })
    assert.deepEqual([...new Set(nodes.map(({ node }) => node.kind))].toSorted(), [
      'dataset',
      'run',
      'stage',
      'version',
    ])
    assert.equal(nodes.filter(({ node }) => node.kind === 'version').length, 1)
    for (const { from, to } of edges) assert.ok(nodes.includes(from) && nodes.includes(to))
  })
  it('long chains are folded, unless they are opened', () => {
    const chain = graphs['a chain']!
    assert.equal(picture(chain).nodes.filter(({ node }) => node.kind === 'chain').length, 1)
    assert.equal(picture(chain, { collapse: false }).nodes.filter(({ node }) => node.kind === 'chain').length, 0)
    const opened = picture(chain, { keep: [2, 3, 4, 5, 6, 7, 8].map((number) => idOf.version(hex(number))) })
    assert.equal(opened.nodes.filter(({ node }) => node.kind === 'version').length, 9)
  })
  it('what is out of sight is not drawn, but where the keyboard is', async () => {
    const shown = picture(graphs['branches']!)
    const nowhere = { left: -90, top: -90, right: -80, bottom: -80 }
    const svg = await drawn((svg) => {
      const plane = svg.appendChild(svg.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'g'))
      drawPicture(plane, shown, marks)
      drawPicture(plane, shown, marks, nowhere)
      assert.deepEqual(
        [...plane.querySelectorAll('.node')].map((node) => node.getAttribute('data-id')),
        [focus],
      )
      assert.equal(plane.querySelectorAll('.edge').length, 0)
    })
    assert.match(svg, /tabindex="0"/)
  })
  it('is said in tables as well', () => {
    const { nodes, edges } = tablesOf(picture(graphs['branches']!))
    assert.ok(nodes.some((row) => row[0] === 'Data' && row[1] === 'customers' && row[4] === '4998'))
    assert.ok(edges.some((row) => row.join(' ') === 'churn@1 retrained churn@2'))
    assert.equal(new Set(nodes.map(({ length }) => length)).size, 1)
  })
  it('tells data of one name apart where edges are told', () => {
    const namesakes = [data('day', 'md5:11111'), data('day', 'md5:11112'), data('week', 'md5:3')]
    const { edges } = tablesOf(picture(built([version(1, { data: namesakes })])))
    assert.deepEqual(
      edges.slice(1).map(([from]) => from),
      ['day · 11111', 'day · 11112', 'week'],
    )
  })
  it('is saved under a name that the editor takes, however long the model is called', async () => {
    const saved: string[] = []
    const model = 'x'.repeat(250)
    const about = { focus: { model, version: 12 } } as Parameters<typeof exportPicture>[2]
    await exportPicture('csv', picture(graphs['branches']!), about, { save: ({ name }) => void saved.push(name) })
    assert.ok(saved[0]!.length <= 250 && saved[0]!.endsWith('@12'))
  })
  it('a search finds names and facts, also within chains', () => {
    const found = (name: string, query: string) => [...matches(picture(graphs[name]!), query)].length
    assert.deepEqual(
      [found('branches', 'CUSTOMERS'), found('branches', 'production'), found('branches', 'xyz')],
      [1, 2, 0],
    )
    assert.equal(found('a chain', 'churn@5'), 1)
    assert.equal(found('a chain', ' '), 0)
  })
  it('arrow keys go along edges and within a layer', () => {
    const shown = pictureOf(graphOf('v1>v2 v2>v3 d1>v2'), { focus: 'v1', hiddenKinds: [], collapse: false, keep: [] })
    assert.deepEqual([next(shown, 'v1', 'ArrowRight'), next(shown, 'v3', 'ArrowLeft')], ['v2', 'v2'])
    const [above, below] = ['v1', 'd1'].toSorted((a, b) => shown.byId.get(a)!.y - shown.byId.get(b)!.y)
    assert.deepEqual([next(shown, above!, 'ArrowDown'), next(shown, below!, 'ArrowUp')], [below, above])
    assert.deepEqual([next(shown, 'v3', 'ArrowRight'), next(shown, 'none', 'ArrowRight')], [undefined, undefined])
  })
  it('edges from one node are one line as far as they go together', () => {
    const shown = pictureOf(graphOf('v1>v2 v2>v3 v3>v4 d1>v2 d1>v3 d1>v4'), {
      ...{ focus: 'v1', hiddenKinds: [], collapse: false, keep: [] },
    })
    const own = shown.edges.filter(({ edge }) => edge.from === 'd1').map(({ own }) => own.length)
    assert.ok(Math.min(...own) === 2 && Math.max(...own) > 2, String(own))
  })
})
