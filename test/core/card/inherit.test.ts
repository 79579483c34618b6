import assert from 'node:assert/strict'
import { annexCoverage } from '../../../src/core/card/annex'
import { inheritedCard } from '../../../src/core/card/inherit'
import { hex } from '../../samples'
import { someCard, someFacts } from './cards'

describe('what a card takes over', () => {
  const previous = someCard({
    meta: { license: 'mit', language: 'en', tags: ['a'], base_model: 'x', 'model-index': [], co2_eq_emissions: 3 },
    statements: {
      ...someCard().statements,
      'training.commit': 'Only a path differed.',
      'identity.changes': 'New data.',
    },
    inherited: { risks: hex('long ago') },
    blocks: { factors: { text: 'x', stated: 'y' } },
    others: '## History',
  })
  const card = inheritedCard(previous, hex(1))

  it('CA6 statements are marked with where they come from, until somebody affirms them', () => {
    assert.deepEqual(Object.keys(card.statements), Object.keys(someCard().statements))
    assert.deepEqual(Object.keys(card.inherited), Object.keys(card.statements))
    assert.equal(card.inherited['use.primary'], hex(1))
    assert.equal(card.inherited['risks'], hex('long ago'), 'nobody affirmed it meanwhile')
  })
  it('CA6 what is about one version alone is not taken over', () => {
    assert.deepEqual(card.meta, { license: 'mit', language: 'en', tags: ['a'] })
    assert.deepEqual([card.blocks, card.others], [{}, '## History'])
  })
  it('CA7 a section speaks to Annex IV as far as it says something', () => {
    const covered = annexCoverage(card, someFacts())
      .filter((item) => item.covered)
      .map(({ item }) => item)
    assert.ok(covered.includes('1(a)') && covered.includes('2(d)') && !covered.includes('7'), covered.join(' '))
  })
})
