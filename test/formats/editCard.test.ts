import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { sections } from '../../src/core/card/sections'
import { cardText } from '../../src/formats/card/cardText'
import { editCard, withBlocks, withOthers } from '../../src/formats/card/editCard'
import { parseCard } from '../../src/formats/card/parseCard'
import { statementText } from '../../src/formats/card/statement'
import { refuses } from '../refuses'
import { sha256, someCard, someFacts } from '../core/card/cards'

/** As somebody wrote it, by hand and in their own way. */
const byHand = `---
# Who may use it
license:   "mit"   # for now
tags: [ a,b ]   # few

language:
- en
- de   # soon
x-pedigree: { v: 1, inherited: { risks: abc, ops: def }, kept: true }
---

#   My  model
<!-- card:summary -->
It does things.   


## Wofür
<!-- card:use.primary -->

*Much*

## Something else

    of mine

## Limits
<!-- card:limits.known -->
Many.
### Risiken
<!-- card:risks -->
- Some. Mitigation: care.
`

/** The lines that are only in one of two texts. */
function differences(before: string, after: string): { gone: string[]; come: string[] } {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  let start = 0
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++
  let end = 0
  while (end < old.length - start && end < fresh.length - start && old.at(-1 - end) === fresh.at(-1 - end)) end++
  return { gone: old.slice(start, old.length - end), come: fresh.slice(start, fresh.length - end) }
}

describe('a change of a card', function () {
  this.timeout(20_000)
  const rows: [string, Parameters<typeof editCard>[1], { gone: string[]; come: string[] }][] = [
    ['a statement', { field: 'use.primary', text: 'Little.\n' }, { gone: ['*Much*'], come: ['Little.'] }],
    ['the same statement', { field: 'use.primary', text: '\n*Much*  \n' }, { gone: [], come: [] }],
    ['a section that is none', { field: 'use.secondary', text: 'x' }, { gone: [], come: [] }],
    [
      'a section that is not there yet, in its place',
      { field: 'use.users', text: 'Us.' },
      { gone: [], come: ['### Users', '<!-- card:use.users -->', '', 'Us.', ''] },
    ],
    [
      'a plain value, with the comment behind it',
      { meta: 'license', value: 'apache-2.0' },
      { gone: ['license:   "mit"   # for now'], come: ['license: apache-2.0   # for now'] },
    ],
    [
      'a value by a list',
      { meta: 'license', value: ['mit', 'gpl'] },
      { gone: ['license:   "mit"   # for now'], come: ['license:', '  - mit', '  - gpl'] },
    ],
    [
      'a list over several lines',
      { meta: 'language', value: ['fr'] },
      { gone: ['- en', '- de   # soon'], come: ['  - fr'] },
    ],
    ['a key that goes', { meta: 'tags', value: null }, { gone: ['tags: [ a,b ]   # few'], come: [] }],
    ['a key that was not there', { meta: 'nothing', value: null }, { gone: [], come: [] }],
    [
      'a new key',
      { meta: 'pipeline_tag', value: 'tabular-regression' },
      { gone: [], come: ['pipeline_tag: tabular-regression'] },
    ],
    ['our own key', { meta: 'x-pedigree', value: 'mine' }, { gone: [], come: [] }],
    [
      'what still holds',
      { affirm: 'risks' },
      {
        gone: ['x-pedigree: { v: 1, inherited: { risks: abc, ops: def }, kept: true }'],
        come: ['x-pedigree:', '  v: 1', '  inherited:', '    ops: def', '  kept: true'],
      },
    ],
    ['what was nobody else’s', { affirm: 'use.primary' }, { gone: [], come: [] }],
  ]
  for (const [title, change, expected] of rows)
    it(`CA5 touches nothing else: ${title}`, () => {
      assert.deepEqual(differences(byHand, editCard(byHand, change)), expected)
    })
  it('CA6 to change what was taken over affirms it, and so does to write it again as it is', () => {
    for (const said of ['- Other. Mitigation: care.', '- Some. Mitigation: care.'])
      assert.deepEqual(parseCard(editCard(byHand, { field: 'risks', text: said })).card.inherited, { ops: 'def' })
  })
  it('CA5 what is none of its sections is said anew, wherever it was', () => {
    const scattered = `${byHand}\n## Last\n\nAlso mine.\n`
    for (const text of [byHand, scattered, scattered.replaceAll('\n', '\r\n'), '# A\n<!-- card:ops -->\nB', ''])
      for (const said of ['## Something else\n\nof ours', 'No heading.', '### Deep\n\n# High', '']) {
        const [before, after] = [text, withOthers(text, said)].map((of) => parseCard(of).card)
        assert.deepEqual(after, { ...before, others: said })
        assert.equal(withOthers(withOthers(text, said), said), withOthers(text, said))
      }
    assert.deepEqual(differences(byHand, withOthers(byHand, '## Something else\n\n    of ours')), {
      gone: ['    of mine'],
      come: ['    of ours'],
    })
  })
  it('CA5 keeps the line ends of Windows', () => {
    const dos = byHand.replaceAll('\n', '\r\n')
    for (const [, change] of rows)
      assert.equal(editCard(dos, change), editCard(byHand, change).replaceAll('\n', '\r\n'))
    const changed = withBlocks(dos, someFacts(), sha256)
    assert.equal(changed.replaceAll('\r\n', '').includes('\n'), false)
  })
  it('CA5 whatever is said is said afterwards, and everything else as before', () => {
    const anyText = fc
      .array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('# A', '```', '<!-- card:ops -->', '')), {
        maxLength: 6,
      })
      .map((lines) => lines.join('\n'))
    const anyId = fc.constantFrom(...sections.map(({ id }) => id))
    const start = fc.constantFrom(
      byHand,
      '',
      cardText(someCard(), someFacts(), sha256),
      '# Only\n\nwords',
      '---\n{}\n---',
      'no end',
    )
    fc.assert(
      fc.property(start, anyId, anyText, (before, field, said) => {
        const after = editCard(before, { field, text: said })
        const [was, is] = [parseCard(before).card, parseCard(after).card]
        assert.equal(is.statements[field] ?? '', statementText(field, said))
        assert.deepEqual(
          { ...is, statements: { ...is.statements, [field]: '' }, inherited: {} },
          { ...was, statements: { ...was.statements, [field]: '' }, inherited: {} },
        )
      }),
      { numRuns: 300 },
    )
  })
  it('CA5 whatever a key is set to is there afterwards, and every other key as before', () => {
    const value = fc.jsonValue({ maxDepth: 2 }).map((any) => JSON.parse(JSON.stringify(any)) as unknown)
    const key = fc.constantFrom('license', 'tags', 'language', 'new', 'a b', '#')
    const start = fc.constantFrom(
      byHand,
      '',
      '---\n---\n',
      '---\n{ license: mit, tags: [a] }\n---\nx',
      '---\nlicense: |\n  a\n  b\n\ntags: >-\n  x\n---',
      '---\n# none\n---\n',
      '---\n? license\n: mit\n---\n',
    )
    fc.assert(
      fc.property(start, key, value, (before, name, set) => {
        const after = editCard(before, { meta: name, value: set })
        const { [name]: _, ...was } = parseCard(before).card.meta
        const { [name]: now, ...is } = parseCard(after).card.meta
        assert.deepEqual([now ?? null, is], [set, was])
        assert.deepEqual(parseCard(after).problems, [])
      }),
      { numRuns: 300 },
    )
  })
  it('CA5 a front matter that is no YAML is left alone', () => {
    const broken = '---\nlicense: [\n---\n<!-- card:ops -->\nA\n'
    refuses(() => editCard(broken, { meta: 'license', value: 'mit' }), 'card-unreadable')
    refuses(() => editCard('---\nlicense: mit\n', { meta: 'license', value: 'mit' }), 'card-unreadable')
    assert.deepEqual(differences(broken, editCard(broken, { field: 'ops', text: 'B' })), { gone: ['A'], come: ['B'] })
  })
  it('CA4 blocks are written anew, and what is missing comes to its place', () => {
    const facts = someFacts()
    const text = cardText(someCard(), facts, sha256)
    assert.equal(withBlocks(text, facts, sha256), text)
    const edited = text.replace('| `f1` | 0.9 |', '| `f1` | 0.99 |').replace(/\n### Slices\n[^]*?auto:end -->\n/, '')
    assert.notEqual(edited, text)
    assert.equal(withBlocks(edited, facts, sha256), text)
    const later = someFacts({ metrics: [{ name: 'f1', value: 0.5 }] })
    const { blocks, statements } = parseCard(withBlocks(text, later, sha256)).card
    assert.match(blocks['eval.overall']!.text, /0\.5/)
    assert.equal(blocks['eval.slices'], undefined, 'there are none any more')
    assert.deepEqual(statements, someCard().statements)
  })
  it('CA4 blocks come into a card that was written by hand, and nothing of it goes', () => {
    const text = withBlocks(byHand, someFacts(), sha256)
    const [was, is] = [parseCard(byHand).card, parseCard(text).card]
    assert.deepEqual({ ...is, blocks: {} }, was)
    assert.ok(Object.keys(is.blocks).length > 10)
    assert.equal(withBlocks(text, someFacts(), sha256), text)
  })
})
