import assert from 'node:assert/strict'
import { cardText } from '../../src/formats/card/cardText'
import { editCard, withBlocks } from '../../src/formats/card/editCard'
import { parseCard } from '../../src/formats/card/parseCard'
import { lintCard } from '../../src/core/card/lint'
import { sha256, someCard, someFacts } from '../core/card/cards'

describe('card text', () => {
  it('CA1 what is written is read again', () => {
    const text = cardText(someCard(), someFacts(), sha256)
    if (process.env['SHOW']) console.log(text)
    const { card, problems } = parseCard(text)
    assert.deepEqual({ ...card, blocks: {} }, someCard())
    assert.deepEqual(problems, [])
    assert.equal(withBlocks(text, someFacts(), sha256), text)
    const edited = editCard(text, { field: 'ops', text: 'Needs little.' })
    assert.equal(parseCard(edited).card.statements['ops'], 'Needs little.')
    if (process.env['SHOW']) console.log(edited.slice(-300), lintCard(parseCard(text), someFacts(), { sha256 }))
  })
})
