import assert from 'node:assert/strict'
import { branches, writeRegistry } from '../host/lineageRegistry'
import { hex } from '../samples'
import { Scratch } from './pedigree'

describe('lineage', function () {
  this.timeout(60_000)
  const scratch = new Scratch()
  scratch.env['TZ'] = 'UTC'
  before(() => writeRegistry(scratch.workspace, branches))
  after(() => scratch.remove())
  const text = async (...args: string[]) => (await scratch.run('lineage', ...args)).stdout

  it('LI1 is two trees in words', async () => {
    const code = hex('commit 2').slice(0, 8)
    assert.equal(
      await text('churn@2', '--depth', '1'),
      `churn@2  production  champion  f1 0.9, loss NaN

Made of
├─ trained-on data customers  md5:2
├─ built-from (uncommitted changes) commit ${code}  main
└─ retrained-from churn@1  f1 0.8
   └─ 4 more

Leads to
├─ in production
└─ merged-from churn@4  staging
   ├─ gets-traffic 5% production
   └─ 2 more
`,
    )
  })
  it('LI5 says what is not registered', async () => {
    assert.match(await text('churn@1'), /fine-tuned-from bert@\w{8} {2}not registered here/)
  })
  it('LI1 answers programs with nodes and edges', async () => {
    const { focus, depth, basis, nodes, edges, ...rest } = await scratch.ok('lineage', 'churn@champion')
    assert.deepEqual([focus.model, focus.version, depth, basis.seq, rest], ['churn', 2, 2, 6, {}])
    const ids = nodes.map(({ id }: { id: string }) => id)
    assert.equal(new Set(ids).size, ids.length)
    for (const { from, to, relation } of edges) assert.ok(ids.includes(from) && ids.includes(to) && relation)
    const own = nodes.find(({ id }: { id: string }) => id === focus.node)
    assert.deepEqual([own.kind, own.label, own.facts.aliases], ['version', 'churn@2', ['champion']])
  })
  it('LI7 is told as of a date', async () => {
    const then = await scratch.ok('lineage', 'churn@1', '--at', '2026-01-01T00:00:03.500Z')
    assert.deepEqual([then.basis.seq, then.basis.asked], [3, '2026-01-01T00:00:03.500Z'])
    assert.match(
      await text('churn@1', '--at', '2026-01-01T00:00:03.500Z'),
      /^As of commit 3 \(.*\), 2026-01-01 00:00:03\n/,
    )
  })
  it('LI2 goes as deep as it is told', async () => {
    assert.doesNotMatch(await text('tiny@1', '--depth', '1'), /churn@1/)
    assert.match(await text('tiny@1', '--depth', '1000'), /churn@1/)
  })

  const refused: [what: string, args: string[], code: string][] = [
    ['a depth of nothing', ['churn@1', '--depth', '0'], 'bad-usage'],
    ['a depth that is none', ['churn@1', '--depth', 'deep'], 'bad-usage'],
    ['a depth beyond all', ['churn@1', '--depth', '1001'], 'bad-usage'],
    ['a version that there is not', ['churn@9'], 'no-such-version'],
    ['a model that there is not', ['nothing@1'], 'no-such-model'],
    ['a date that is none', ['churn@1', '--at', 'yesterday'], 'bad-date'],
    ['a day before it', ['churn@1', '--at', '2020-01-01'], 'before-registry'],
  ]
  for (const [what, args, code] of refused)
    it(`LI2 refuses ${what}`, async () => {
      const ran = await scratch.run('lineage', ...args, '--json')
      assert.deepEqual([ran.code, ran.json.error.code], [code.startsWith('bad') ? 2 : 1, code])
    })
})
