import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import type { Card } from '../../src/core/card/card'
import { mergeCards } from '../../src/formats/card/mergeCards'

const card = (statements: Card['statements'], meta: Card['meta'] = {}, others = ''): Card => ({
  ...{ meta, statements, inherited: {}, blocks: {}, others },
})
const merged = (base: Card, theirs: Card, mine: Card) =>
  mergeCards(base, theirs, mine).map(({ field, merged, isConflict }) => [field, merged, isConflict])

describe('mergeCards', () => {
  const base = card({ summary: 'one\ntwo\nthree', 'use.primary': 'as it was' }, { license: 'mit' }, '## Own')
  it('says nothing of what neither changed', () => assert.deepEqual(mergeCards(base, base, base), []))
  it('takes what one of the two changed', () => {
    const theirs = card({ ...base.statements, summary: 'theirs' }, base.meta, base.others)
    const mine = card({ ...base.statements, 'use.primary': 'mine' }, { license: 'apache-2.0' }, '## Other')
    assert.deepEqual(merged(base, theirs, mine), [
      ['meta:license', '"apache-2.0"', false],
      ['summary', 'theirs', false],
      ['use.primary', 'mine', false],
      ['others', '## Other', false],
    ])
  })
  it('joins lines that are far enough from one another', () => {
    const theirs = card({ summary: 'ONE\ntwo\nthree' })
    const mine = card({ summary: 'one\ntwo\nTHREE' })
    assert.deepEqual(merged(card({ summary: 'one\ntwo\nthree' }), theirs, mine), [
      ['summary', 'ONE\ntwo\nTHREE', false],
    ])
  })
  it('joins what was added before, between and behind what the other one changed', () => {
    const of = (text: string) => card({ risks: text })
    const merged = (theirs: string, mine: string) => mergeCards(of('a\n\nb\n\nc'), of(theirs), of(mine))[0]?.merged
    assert.equal(merged('a\n\nB\n\nc', 'new\n\na\n\nb\n\nc'), 'new\n\na\n\nB\n\nc')
    assert.equal(merged('a\n\nB\n\nc', 'a\n\nb\n\nc\n\nnew'), 'a\n\nB\n\nc\n\nnew')
    assert.equal(merged('A\n\nb\n\nc', 'a\n\nb\n\nnew\n\nc'), 'A\n\nb\n\nnew\n\nc')
    assert.equal(merged('b\n\nc', 'a\n\nb'), 'b')
  })
  it('takes no longer where very much is the same', () => {
    for (const piece of ['\n', 'a\n', 'Text.\n\n', '| a | b |\n']) {
      const base = `x\n${piece.repeat(50_000)}y`
      const of = (text: string) => card({ risks: text })
      const far = mergeCards(of(base), of(`${base}\nz`), of(`w\n${base}`))
      assert.equal(far[0]?.mine, `w\n${base}`)
      const near = mergeCards(of(base), of(`${base}\nz`), of(`${base.slice(0, -1)}Y`))
      assert.deepEqual([near[0]?.isConflict, near[0]?.merged], [true, near[0]?.mine])
    }
    const long = Array.from({ length: 1000 }, (_, i) => `Line ${i}.\n`).join('\n')
    const of = (text: string) => card({ risks: text })
    assert.equal(mergeCards(of(long), of(`${long}\nz`), of(`w\n\n${long}`))[0]?.merged, `w\n\n${long}\nz`)
  }).timeout(60_000)
  it('leaves to a person what both changed, mine first', () => {
    const [theirs, mine] = [card({ summary: 'theirs' }, { license: 'x' }), card({ summary: 'mine' }, { license: 'y' })]
    assert.deepEqual(merged(base, theirs, mine), [
      ['meta:license', '"y"', true],
      ['summary', 'mine', true],
      ['use.primary', '', false],
      ['others', '', false],
    ])
  })
  it('takes the same change once, and a removal for a change', () => {
    const same = card({ summary: 'both' })
    assert.deepEqual(merged(card({ summary: 'old' }), same, same), [['summary', 'both', false]])
    assert.deepEqual(merged(card({ summary: 'old' }), card({}), card({ summary: 'new' })), [['summary', 'new', true]])
  })
  it('never loses what only one wrote, whatever they wrote', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '')).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [old, changed] = [card({ more: before }), card({ more: after })]
        const expected = before === after ? [] : [['more', after, false]]
        assert.deepEqual(merged(old, changed, old), expected)
        assert.deepEqual(merged(old, old, changed), expected)
      }),
    )
  })
})
