import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import type { Card } from '../../src/core/card/card'
import { sections } from '../../src/core/card/sections'
import { cardText } from '../../src/formats/card/cardText'
import { editCard, withBlocks } from '../../src/formats/card/editCard'
import { parseCard } from '../../src/formats/card/parseCard'
import { harmless, statementText, trimmed } from '../../src/formats/card/statement'
import { sha256, someCard, someFacts } from '../core/card/cards'

const written = (card: Card) => cardText(card, someFacts(), sha256)
const without = ({ meta, statements, inherited, others }: Card) => ({ meta, statements, inherited, others })

/** Lines that a card is made of, and such as try to be what they are not. */
const line = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  fc.constantFrom(
    ...['', '# One', '## Two', '### Three', '###### Six', '```', '~~~~', '````js', '---', '...', '- item', '| a | b |'],
    ...[
      '<!-- card:risks -->',
      '<!-- card:others -->',
      '<!--card:nothing-->',
      '## T <!-- card:ops -->',
      '   <!-- card:more -->',
    ],
    ...[
      '<!-- auto:begin risks sha256=0 -->',
      '<!-- auto:end -->',
      '<!-- a comment -->',
      '\r',
      'x\r',
      '#nothing',
      '\t# tab',
    ],
  ),
)
const text = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'))
const id = fc.constantFrom(...sections.map((section) => section.id))
const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown)
const key = fc
  .oneof(fc.constantFrom('license', 'language', 'tags', 'model-index', 'a b', 'yes', '1', '~', '#'), fc.string())
  .filter((name) => !['x-pedigree', '__proto__', '<<'].includes(name) && !/\p{Cs}/u.test(name))

const anyCard: fc.Arbitrary<Card> = fc
  .record({
    meta: fc.dictionary(key, json, { maxKeys: 4 }),
    statements: fc.dictionary(id, text, { maxKeys: 6 }),
    inherited: fc.dictionary(id, fc.stringMatching(/^[0-9a-f]{8}$/), { maxKeys: 3 }),
    others: text,
  })
  .map(({ meta, statements, inherited, others }) => ({
    meta: { ...meta },
    statements: Object.fromEntries(
      Object.entries(statements)
        .map(([name, said]) => [name, statementText(name, said)] as const)
        .filter(([, said]) => said),
    ),
    inherited: { ...inherited },
    blocks: {},
    others: trimmed(harmless(others.replace(/\r\n?/g, '\n'))),
  }))

describe('the text of a card', function () {
  this.timeout(20_000)
  it('CA1 is read as it was written', () => {
    const { card, problems } = parseCard(written(someCard({ others: '## History\n\nIt began in a garage.' })))
    assert.deepEqual(without(card), without(someCard({ others: '## History\n\nIt began in a garage.' })))
    assert.deepEqual(problems, [])
  })
  it('CA1 is read as it was written, whatever it says', () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const read = parseCard(written(card))
        assert.deepEqual(without(read.card), without(card))
        assert.deepEqual(read.problems, [])
      }),
      { numRuns: 300 },
    )
  })
  it('CA1 comes out the same once it is written again', () => {
    const again = (card: Card) => written(parseCard(written(card)).card)
    fc.assert(
      fc.property(anyCard, (card) => assert.equal(again(card), written(card))),
      { numRuns: 100 },
    )
  })
  it('CA1 a version is what is written, and so is a number that is too long for one', () => {
    const yaml = 'revision: 1.10\nlibrary_version: [2.0, 3.10]\narxiv: 2301.10\nid: 12345678901234567890\nscore: 1.10'
    const meta = { revision: '1.10', library_version: ['2.0', '3.10'], arxiv: '2301.10', id: '12345678901234567890' }
    assert.deepEqual(parseCard(`---\n${yaml}\n---\n`).card.meta, { ...meta, score: 1.1 })
    const flow = editCard('---\n{ revision: 1.10, tags: [a] }\n---\n', { meta: 'license', value: 'mit' })
    assert.deepEqual(parseCard(flow).card.meta, { revision: '1.10', tags: ['a'], license: 'mit' })
  })
  it('CA1 an empty one is read, too', () => {
    for (const empty of ['', '\n', '---\n---\n', '\uFEFF', '---\n# only a comment\n---\n']) {
      const { card, problems } = parseCard(empty)
      assert.deepEqual([without(card), problems], [{ meta: {}, statements: {}, inherited: {}, others: '' }, []], empty)
    }
  })

  const places: [string, string, Partial<Card>][] = [
    [
      'under another heading',
      '## Grenzen\n<!-- card:limits.known -->\nIm Dunkeln.',
      { statements: { 'limits.known': 'Im Dunkeln.' } },
    ],
    ['without a heading', 'x\n<!-- card:ops -->\nLittle.', { statements: { ops: 'Little.' }, others: 'x' }],
    [
      'in another order',
      '<!-- card:risks -->\nA\n<!-- card:summary -->\nB',
      { statements: { risks: 'A', summary: 'B' } },
    ],
    ['on the line of its heading', '## Risks <!-- card:risks -->\nA', { statements: { risks: 'A' } }],
    ['a blank line below its heading', '## Risks\n\n<!-- card:risks -->\nA', { statements: { risks: 'A' } }],
    ['at any level', '#### Risks\n<!-- card:risks -->\nA', { statements: { risks: 'A' } }],
    ['with smaller headings in it', '<!-- card:risks -->\n### One\nA', { statements: { risks: '### One\nA' } }],
    [
      'up to a heading that is its equal',
      '<!-- card:risks -->\nA\n## B\nC',
      { statements: { risks: 'A' }, others: '## B\nC' },
    ],
    ['heading in a block of code', '<!-- card:risks -->\n```\n# A\n```', { statements: { risks: '```\n# A\n```' } }],
    [
      'after code that nobody closed',
      '<!-- card:risks -->\n```\n<!-- card:ops -->\nA',
      { statements: { risks: '```', ops: 'A' } },
    ],
    ['with line ends of Windows', '## R\r\n<!-- card:risks -->\r\nA\r\nB\r\n', { statements: { risks: 'A\nB' } }],
    [
      'that stands twice',
      '<!-- card:ops -->\nA\n### T\n<!-- card:ops -->\nB',
      { statements: { ops: 'A' }, others: '### T\n\nB' },
    ],
    [
      'that nobody knows',
      '<!-- card:ops -->\nA\n## T\n<!-- card:x.y -->\nB',
      { statements: { ops: 'A' }, others: '## T\n\nB' },
    ],
    [
      'around its block',
      '<!-- card:factors -->\nA\n<!-- auto:begin factors sha256=0 -->\n|x|\n<!-- auto:end -->\nB',
      { statements: { factors: 'A\n\nB' }, blocks: { factors: { text: '|x|', stated: '0' } } },
    ],
    [
      'whose block is another’s',
      '<!-- card:ops -->\n<!-- auto:begin risks sha256=0 -->\nA\n<!-- auto:end -->',
      { statements: { ops: '<!-- auto:begin risks sha256=0 -->\nA\n<!-- auto:end -->' } },
    ],
    ['in a text without any', '# A model\n\nIt does things.', { others: '# A model\n\nIt does things.' }],
  ]
  for (const [title, from, card] of places)
    it(`CA2 finds a section ${title}`, () => {
      const expected = { meta: {}, statements: {}, inherited: {}, blocks: {}, others: '', ...card }
      assert.deepEqual(parseCard(from).card, expected)
    })
  it('CA2 says on which lines a section is, and a key of the front matter', () => {
    const from =
      '---\ntags:\n  - a\n  - b\nlicense: mit\n---\n# T\n<!-- card:summary -->\n\nOne.\n\nTwo.\n\n## R\n<!-- card:risks -->\n'
    const { places } = parseCard(from)
    assert.deepEqual(places['summary'], { line: 10, endLine: 12 })
    assert.deepEqual(places['risks'], { line: 15, endLine: 15 }, 'an empty one, at its anchor')
    assert.deepEqual(places['meta.tags'], { line: 2, endLine: 4 })
    assert.deepEqual(
      [places['meta.license'], places['identity.license']],
      [
        { line: 5, endLine: 5 },
        { line: 5, endLine: 5 },
      ],
    )
  })

  const broken: [string, string, string, number, RegExp][] = [
    ['YAML that is none', '---\nlicense: mit\ntags: [a\n---\n', 'card/front-matter', 4, /no YAML/],
    ['a list instead of keys', '---\n- a\n---\n', 'card/front-matter', 2, /no keys/],
    ['a front matter without an end', '---\nlicense: mit\n', 'card/front-matter', 1, /no end/],
    ['a key that is there twice', '---\na: 1\nb: 2\na: 3\n---\n', 'card/front-matter', 4, /"a" twice/],
    ['an alias of nothing', '---\na: *b\n---\n', 'card/front-matter', 2, /cannot be read/],
    [
      'aliases of aliases',
      `---\na: &a [1]\n${[...'bcdefghij'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[i]!}`).join(', ')}]`).join('\n')}\n---\n`,
      'card/front-matter',
      2,
      /alias count/,
    ],
    ['brackets without end', `---\na: ${'['.repeat(5000)}\n---\n`, 'card/front-matter', 2, /too deep/],
    [
      'blanks without end',
      `---\n${Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}\n---\n`,
      'card/front-matter',
      2,
      /too deep/,
    ],
    [
      'a section that is there twice',
      '<!-- card:ops -->\nA\n<!-- card:ops -->\n',
      'card/duplicate-section',
      3,
      /"ops" is there twice/,
    ],
    ['a section that nobody knows', '\n<!-- card:abc -->\n', 'card/unknown-section', 2, /no section "abc"/],
    [
      'a block without an end',
      '<!-- card:factors -->\n<!-- auto:begin factors -->\nA\n',
      'card/block-unclosed',
      2,
      /no end/,
    ],
  ]
  for (const [title, from, code, line, says] of broken)
    it(`CA3 tells of ${title}`, () => {
      const { problems } = parseCard(`${from}<!-- card:risks -->\nStill read.\n`)
      assert.deepEqual([problems.length, problems[0]?.code, problems[0]?.line], [1, code, line], problems[0]?.message)
      assert.match(problems[0]!.message, says)
      if (code !== 'card/front-matter' || line !== 1)
        assert.equal(parseCard(`${from}<!-- card:risks -->\nStill read.\n`).card.statements['risks'], 'Still read.')
    })
  it('CA3 takes any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((body) => `---\n${body}\n---\n${body}`),
        ),
        (any) => {
          const { card } = parseCard(any)
          assert.equal(typeof card.others, 'string')
          parseCard(withBlocks(any, someFacts(), sha256))
          parseCard(editCard(any, { field: 'ops', text: any }))
        },
      ),
      { numRuns: 300 },
    )
  })
  const huge: [string, string][] = [
    ['100,000 headings', '## A heading\n'.repeat(100_000)],
    ['100,000 anchors', '<!-- card:risks -->\n'.repeat(100_000)],
    ['5 MB of one line', 'a '.repeat(2_500_000)],
    ['5 MB of comments that do not end', '<!-- card:'.repeat(500_000)],
    ['5 MB of blanks', `${' '.repeat(5_000_000)}x`],
    ['5 MB of fences', '```\n~~~\n'.repeat(600_000)],
    ['5 MB of blocks', '<!-- auto:begin factors sha256=0 -->\n'.repeat(140_000)],
    ['5 MB of hashes', '#'.repeat(5_000_000)],
    ['5 MB of front matter', `---\n${'key: value\n'.repeat(450_000)}---\n`],
    ['a megabyte of keys', `---\n${Array.from({ length: 80_000 }, (_, i) => `k${i}: ${i}`).join('\n')}\n---\n`],
    ['dashes', '---\n'.repeat(1_000_000)],
  ]
  for (const [title, from] of huge)
    it(`CA3 is not slowed down by ${title}`, () => {
      const { card } = parseCard(`<!-- card:ops -->\nA\n${from}`)
      assert.ok(card.statements['ops']?.startsWith('A'))
      assert.ok(parseCard(from))
      assert.ok(withBlocks(from, someFacts(), sha256))
    }).timeout(5000)
})
