import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { blocksOf } from '../../../src/core/card/blocks'
import { changesBetween } from '../../../src/core/card/changes'
import { code, plain } from '../../../src/core/card/markdown'
import { sections } from '../../../src/core/card/sections'
import MarkdownIt from 'markdown-it'
import { aRecord, hex } from '../../samples'
import { someFacts } from './cards'

const markdown = new MarkdownIt({ html: true })
const rendered = (text: string) => markdown.render(text)
const hostile = [
  '<script>alert(1)</script>',
  '![x](https://evil.example.com/a.png)',
  '[x](javascript:alert(1))',
  '| a | b |',
  '`x`',
  '``` x',
  '<!-- auto:end -->',
  '\n# heading\n',
  '- item',
  '1. item',
  '*bold* _it_',
  '&lt;',
  '\\|',
  'a\u202Eb',
  '`|`',
  '$x$',
  '~~gone~~',
  '--',
  '> quote',
  '<https://evil.example.com>',
  '\u0000',
]

describe('the automatic blocks of a card', () => {
  it('CA4 stand in sections of facts only, and say what the record says', () => {
    const blocks = blocksOf(someFacts())
    for (const id of Object.keys(blocks)) assert.equal(sections.find((section) => section.id === id)?.kind, 'fact', id)
    assert.deepEqual(
      sections.filter(({ kind, id }) => kind === 'fact' && !(id in blocks)).map(({ id }) => id),
      [],
    )
    assert.match(blocks['eval.slices']!, /\| `f1` \| `region=EU` \| 0\.7 \| -0\.2 \| 0\.68 to 0\.72 \|  \| 1200 \|/)
    assert.match(
      blocks['eval.baseline']!,
      /^Against churn@1 \(in production\):[^]*\| 0\.9 \| 0\.89 \| \+0\.01 \| better \|/,
    )
    assert.match(blocks['training.params']!, /\| `learning_rate` \| `0\.1` \|/)
  })
  it('CA4 say so where nothing is recorded', () => {
    const blocks = blocksOf(
      someFacts({
        ...{ data: [], metrics: [], params: {}, environment: {}, code: null, signature: null, parents: [], run: null },
        ...{ changes: null, baseline: null, checks: [], approvals: [], gates: [], files: [], fileCount: 0, bytes: 0 },
      }),
    )
    assert.deepEqual(Object.keys(blocks), [
      'identity.version',
      'identity.digest',
      'data.training',
      'training.commit',
      'eval.overall',
      'security',
    ])
    assert.equal(blocks['data.training'], 'No data was recorded.')
  })
  it('CA4 values are text and nothing else', () => {
    for (const value of hostile)
      for (const asText of [plain, code]) {
        const html = rendered(`| ${asText(value)} | end |\n| --- | --- |\n`)
        assert.doesNotMatch(
          html,
          /<(?:script|img|a|h1|li|em|strong|s|blockquote|del)\b/,
          `${value} as ${asText.name}: ${html}`,
        )
        assert.equal(html.match(/<th>/g)?.length, 2, html)
        assert.match(html, /<th>end<\/th>/)
      }
  })
  it('CA4 whatever a value is, it ends in its cell', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fc.constantFrom(...hostile)).map((some) => some.join('')),
        ),
        (value) => {
          for (const asText of [plain, code]) {
            const html = rendered(`| ${asText(value)} | end |\n| --- | --- |\n`)
            assert.equal(html.match(/<th>/g)?.length, 2, html)
            assert.doesNotMatch(html.replace(/<\/?(?:table|thead|tbody|tr|th|code)>/g, ''), /[<>]/, html)
          }
        },
      ),
      { numRuns: 150 },
    )
  }).timeout(20_000)
  it('CA4 a block of hostile values holds no heading, no picture, and no end of itself', () => {
    const name = hostile.join(' ')
    const blocks = blocksOf(
      someFacts({
        ...{ description: name, label: name, aliases: hostile, stage: name, run: name },
        params: Object.fromEntries(hostile.map((value, i) => [`${value}${i}`, value])),
        data: hostile.map((value) => ({ name: value, uri: value, version: value, digest: value })),
        metrics: hostile.map((value, i) => ({
          name: value,
          slice: `${value}=${value}`,
          dataset: value,
          value: i ? i : 'NaN',
        })),
        files: hostile.map((path) => ({ path, size: 1, sha256: hex(path) })),
        changes: { reference: name, lines: hostile },
        environment: { [name]: { [name]: [name] } },
        signature: { inputs: hostile.map((value) => ({ name: value, type: value, default: value })) },
        parents: [{ reference: name, id: hex(1), relation: 'merged-from' }],
      }),
    )
    for (const [id, text] of Object.entries(blocks)) {
      assert.doesNotMatch(text, /^\s*(?:#|<!--|```)/m, id)
      assert.doesNotMatch(rendered(text), /<(?:script|img|a|h\d|blockquote|em|del|s)\b|<!--/, id)
    }
  })
  it('CA4 what is long is cut with its count', () => {
    assert.equal(plain('a'.repeat(1000)), `${'a'.repeat(200)} … (1000 characters)`)
    const blocks = blocksOf(
      someFacts({
        params: Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`p${i}`, i])),
        metrics: Array.from({ length: 1000 }, (_, i) => ({ name: 'f1', slice: `a=${i}`, value: i })),
        ...{ files: [], fileCount: 5000 },
        changes: { reference: 'churn@1', lines: Array.from({ length: 80 }, (_, i) => `line ${i}`) },
      }),
    )
    assert.match(blocks['training.params']!, /… and 20 more parameters\.$/)
    assert.match(blocks['eval.slices']!, /… and 950 more slices\.$/)
    assert.match(blocks['identity.digest']!, /… and 5000 more files\.$/)
    assert.match(blocks['identity.changes']!, /- … and 30 more changes$/)
    assert.match(blocks['factors']!, /and 980 more \|/)
    assert.ok(Object.values(blocks).join('').length < 100_000)
  })
  it('CA4 numbers are as they are, however strange', () => {
    const blocks = blocksOf(
      someFacts({
        metrics: [
          ...(['NaN', 'Infinity', '-Infinity'] as const).map((value) => ({ name: value, value })),
          { name: 'big', value: 1.7976931348623157e308 },
          { name: 'small', value: -5e-324 },
          { name: 'f1', value: 0.9 },
        ],
        baseline: {
          reference: 'churn@1',
          why: 'its parent',
          metrics: [
            { name: 'f1', value: 'NaN' },
            { name: 'big', value: -1e308 },
          ],
        },
      }),
    )
    assert.match(
      blocks['eval.overall']!,
      /`NaN` \| NaN [^]*`-Infinity` \| -Infinity [^]*1\.79769e\+308[^]*-5e-324|-4\.94066e-324/,
    )
    assert.match(blocks['eval.baseline']!, /\| `f1` \|  \| 0\.9 \| NaN \|  \|  \|/)
  })
  it('CA4 changes since another version are told in words', () => {
    const before = { record: aRecord({ params: { lr: 0.1, old: 1 } }), metrics: [{ name: 'f1', value: 0.8 }] }
    const after = {
      record: aRecord({ params: { lr: 0.2, fresh: 'x'.repeat(100) }, files: [] }),
      metrics: [{ name: 'f1', value: 0.9 }],
    }
    assert.deepEqual(changesBetween(before, after), [
      `parameter fresh: new, ${'x'.repeat(60)}…`,
      'parameter lr: 0.1 → 0.2',
      'parameter old: gone, was 1',
      'metric f1: 0.8 → 0.9',
      '1 file',
    ])
  })
})
