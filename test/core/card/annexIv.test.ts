import assert from 'node:assert/strict'
import { annexMarkdown, annexTable } from '../../../src/core/card/annexIv'
import { lintCard } from '../../../src/core/card/lint'
import { sections } from '../../../src/core/card/sections'
import { matchesGolden } from '../../golden'
import { someCard, someFacts } from './cards'

describe('Annex IV', () => {
  const table = annexTable(someCard(), someFacts())
  const row = (item: string, of = table) => of.rows.find((one) => one.item === item)!

  it('CX13 each item is answered by people, by the record, or not at all', () => {
    assert.equal(row('3').answered, 'filled')
    assert.equal(row('2(c)').answered, 'record')
    assert.equal(row('9').answered, 'missing')
    assert.equal(row('1(f)').answered, 'elsewhere')
    assert.deepEqual(
      row('4').sections.map(({ id }) => id),
      ['eval.overall'],
    )
  })
  it('CX13 what was taken over and not affirmed is marked', () => {
    const inherited = annexTable(someCard({ inherited: { 'limits.known': 'an id' } }), someFacts())
    assert.deepEqual(
      row('3', inherited)
        .sections.filter((section) => section.inherited)
        .map(({ id }) => id),
      ['limits.known'],
    )
  })
  it('CX13 all sections that speak to an item are asked', () => {
    const items = new Set(table.rows.map(({ item }) => item))
    assert.deepEqual(
      sections.flatMap(({ annex }) => annex).filter((item) => !items.has(item)),
      [],
    )
    assert.equal(table.rows.length, 23)
  })
  it('CX13 the percentage is the one that the lint means', () => {
    const parsed = { card: someCard(), places: {}, problems: [] }
    const findings = (annexIV: number) =>
      lintCard(parsed, someFacts(), { annexIV }).filter(({ code }) => code === 'card/annexIV-coverage')
    assert.equal(findings(table.percent).length, 0)
    assert.equal(findings(table.percent + 1).length, 1)
  })
  it('CX13 it is a table for people, which claims nothing', () => {
    const text = annexMarkdown(someFacts(), table)
    matchesGolden('cards/annex-iv.md', text)
    assert.match(text, /no claim of compliance/)
  })
})
