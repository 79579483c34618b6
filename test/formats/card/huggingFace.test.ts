import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Card, CardFacts } from '../../../src/core/card/card'
import { fromHuggingFace } from '../../../src/core/card/fromHuggingFace'
import { holdsOthers, sectionFor } from '../../../src/core/card/huggingFaceHeadings'
import { toHuggingFace } from '../../../src/core/card/toHuggingFace'
import { sections } from '../../../src/core/card/sections'
import { cardText } from '../../../src/formats/card/cardText'
import { huggingFaceText } from '../../../src/formats/card/huggingFaceText'
import { parseCard } from '../../../src/formats/card/parseCard'
import { readHuggingFace } from '../../../src/formats/card/readHuggingFace'
import { sha256, someCard, someFacts } from '../../core/card/cards'
import { matchesGolden } from '../../golden'
import { projectRoot } from '../../host/projectRoot'

const folder = join(projectRoot, 'test', 'golden', 'cards', 'hf')
const names = readdirSync(folder).filter((name) => /^\d.*\.md$/.test(name))

/** As a person's card goes: imported, saved as a card of ours, read again, exported. */
function imported(text: string, facts: CardFacts): Card {
  const { meta, markdown } = readHuggingFace(text, 'README.md')
  return parseCard(cardText(fromHuggingFace(meta, markdown).card, facts, sha256)).card
}

function exported(card: Card, facts: CardFacts): string {
  const { frontMatter, markdown } = toHuggingFace(card, facts)
  return huggingFaceText(frontMatter, markdown)
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** What a reader sees, as another parser reads it: headings, and everything else, each in one line. */
function seenIn(markdown: string): { headings: string[]; texts: string[] } {
  const headings: string[] = []
  const texts: string[] = []
  const tokens = new MarkdownIt({ html: true }).parse(markdown.replace(/^\uFEFF/, ''), {})
  for (const [i, { type, content }] of tokens.entries()) {
    const text = oneLine(content.replace(/<!--[\s\S]*?-->/g, ''))
    if (!text || text.includes('[More Information Needed]')) continue
    if (type === 'inline' && tokens[i - 1]!.type === 'heading_open') headings.push(text)
    else if (['inline', 'fence', 'code_block', 'html_block'].includes(type)) texts.push(text)
  }
  return { headings, texts }
}

/** Everything of `theirs` is in `ours`; lists of results may be longer. */
function holds(ours: unknown, theirs: unknown, path: string): void {
  if (path.endsWith('.model-index') && Array.isArray(theirs)) {
    for (const [i, entry] of theirs.entries()) {
      const of = (list: unknown) => (list as { results: unknown[] }[])[i]!
      assert.deepEqual({ ...of(ours), results: [] }, { ...(entry as object), results: [] }, path)
      for (const result of of(theirs).results)
        assert.ok(
          of(ours).results.some((other) => JSON.stringify(other) === JSON.stringify(result)),
          `${path}: ${JSON.stringify(result)}`,
        )
    }
  } else assert.deepEqual(ours, theirs, path)
}

/** Headings without text of their own. */
const isTemplate = (heading: string): boolean =>
  heading === 'Model Card for Model ID' || holdsOthers(heading) || sectionFor(heading) !== undefined

describe('Hugging Face cards', () => {
  it('are of twenty shapes', () => assert.ok(names.length >= 20))

  for (const name of names) {
    const readme = readFileSync(join(folder, name), 'utf8')
    for (const facts of [someFacts(), someFacts({ metrics: [], parents: [], data: [], baseline: null })])
      it(`CX1 ${name} comes back with every key and every paragraph, ${facts.metrics.length} metrics`, () => {
        const before = readHuggingFace(readme, name)
        const text = exported(imported(readme, facts), facts)
        const after = readHuggingFace(text, name)
        for (const [key, value] of Object.entries(before.meta)) {
          if (key === 'model-index' && value === null) continue
          holds(after.meta[key], value, `${name}.${key}`)
        }
        const { mapped, empty } = fromHuggingFace(before.meta, before.markdown)
        const reworded = new Set([...mapped.map(({ heading }) => oneLine(heading)), ...empty.map(oneLine)])
        const ours = oneLine(after.markdown)
        const { headings, texts } = seenIn(before.markdown)
        for (const seen of texts) assert.ok(ours.includes(seen), `${seen}\n---\n${text}`)
        for (const heading of headings)
          assert.ok(ours.includes(heading) || reworded.has(heading) || isTemplate(heading), `${heading}\n---\n${text}`)
      })

    it(`CX2 ${name} is the same when it is imported again`, () => {
      const facts = someFacts()
      const card = imported(readme, facts)
      const once = exported(card, facts)
      const again = imported(once, facts)
      assert.deepEqual({ ...again, meta: {} }, { ...card, meta: {} })
      assert.equal(exported(again, facts), once)
    })
  }

  it('CX1 whatever the headings are, every paragraph comes back', () => {
    const facts = someFacts()
    fc.assert(
      fc.property(anyReadme, (pieces) => {
        const text = pieces
          .map((piece, i) =>
            'level' in piece ? `${'#'.repeat(piece.level)} ${piece.title}` : `word${i} ${piece.text}`,
          )
          .join('\n\n')
        const once = exported(imported(text, facts), facts)
        for (const [i, piece] of pieces.entries())
          if ('text' in piece)
            assert.equal(once.split(`word${i} ${piece.text}\n`).length, 2, `word${i}\n${text}\n---\n${once}`)
        assert.equal(exported(imported(once, facts), facts), once)
      }),
      { numRuns: 150 },
    )
  })
  it('CX2 any card of ours is the same when it was exported and imported', () => {
    const facts = someFacts()
    fc.assert(
      fc.property(anyCard, (given) => {
        const card = parseCard(cardText(given, facts, sha256)).card
        const again = imported(exported(card, facts), facts)
        assert.deepEqual({ ...again, meta: {} }, { ...card, meta: {}, inherited: {} })
      }),
      { numRuns: 150 },
    )
  })
  it('CX2 a heading with a line below it is a part of its section', () => {
    for (const [line, heading] of [
      ['=======', '### Details'],
      ['---', '### Details'],
    ]) {
      const card = someCard()
      const statements = { ...card.statements, 'limits.known': `Text.\n\nDetails\n${line}\n\nMore.` }
      const { frontMatter, markdown } = toHuggingFace({ ...card, statements }, someFacts())
      const back = fromHuggingFace(frontMatter, markdown).card
      assert.deepEqual(back.statements, { ...statements, 'limits.known': `Text.\n\n${heading}\n\nMore.` })
      assert.equal(back.others, '')
    }
  })
  it('CX9 very many headings are written', () => {
    const statements = { ops: '# A\n'.repeat(200_000), risks: 'A\n=\n\n'.repeat(100_000) }
    assert.match(toHuggingFace(someCard({ statements }), someFacts()).markdown, /### A\n### A\n/)
  }).timeout(60_000)
  it('CX12 a card of ours is one of Hugging Face', () => {
    matchesGolden('cards/README.md', exported(someCard(), someFacts()))
  })

  it('CX3 headings are found in the words of the template, and what has no place is kept', () => {
    const lines = names.map((name) => {
      const { meta, markdown } = readHuggingFace(readFileSync(join(folder, name), 'utf8'), name)
      const { mapped, kept, empty } = fromHuggingFace(meta, markdown)
      return [
        name,
        ...mapped.map(({ heading, section }) => `  ${heading || '(above all headings)'} -> ${section}`),
        ...kept.map((heading) => `  kept: ${heading}`),
        ...empty.map((heading) => `  empty: ${heading}`),
      ].join('\n')
    })
    matchesGolden('cards/mapped.txt', `${lines.join('\n')}\n`)
  })
})

const words = fc.constantFrom(
  'Roses are red.',
  'See `code` and *more*.',
  '- one\n- two',
  '1. a\n2. b',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '> quoted',
  '```python\n# no heading\n---\n```',
  '<!-- a note -->\nnoted',
  'a <b> c',
  '    indented',
  '**bold**',
  '---\n\nruled',
  'ünï 😀',
)
const prose = fc.array(words, { minLength: 1, maxLength: 3 }).map((texts) => texts.join('\n\n'))
const withHeadings = fc
  .tuple(prose, fc.option(prose))
  .map(([text, more]) => (more === null ? text : `${text}\n\n#### Poems\n\n${more}`))
const anyCard: fc.Arbitrary<Card> = fc.record({
  meta: fc.constant({}),
  statements: fc.dictionary(fc.constantFrom(...sections.map(({ id }) => id)), withHeadings),
  inherited: fc.constant({}),
  blocks: fc.constant({}),
  others: fc.oneof(
    fc.constant(''),
    prose.map((text) => `## Poems\n\n${text}\n\n### Results\n\nof poems`),
  ),
})

const title = fc.constantFrom(
  'Uses',
  'Direct Use',
  'Results',
  'Evaluation',
  'Training Details',
  'Limitations',
  'Technical Specifications',
  'Poems',
  'Model A',
  'Summary',
  'Model Card for X',
  'Citation',
  'Owners',
)
const anyReadme = fc.array(
  fc.oneof(
    fc.record({ level: fc.integer({ min: 1, max: 6 }), title }),
    fc.record({ text: fc.constantFrom('a', '*b*', '`c`') }),
  ),
  { maxLength: 12 },
)
