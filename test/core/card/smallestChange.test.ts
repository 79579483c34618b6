import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { caretAfter, smallestChange } from '../../../src/core/card/smallestChange'

describe('smallestChange', () => {
  const rows: [string, string, ReturnType<typeof smallestChange>][] = [
    ['', '', undefined],
    ['same', 'same', undefined],
    ['', 'new', { from: 0, to: 0, text: 'new' }],
    ['old', '', { from: 0, to: 3, text: '' }],
    ['one two', 'one new two', { from: 4, to: 4, text: 'new ' }],
    ['aaa', 'aaaa', { from: 3, to: 3, text: 'a' }],
    ['a 😀 b', 'a 😁 b', { from: 2, to: 4, text: '😁' }],
    ['a\r\nb', 'a\nb', { from: 1, to: 3, text: '\n' }],
  ]
  for (const [before, after, change] of rows)
    it(`${JSON.stringify(before)} → ${JSON.stringify(after)}`, () =>
      assert.deepEqual(smallestChange(before, after), change))

  it('makes the one out of the other, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '\n', '\r\n', '😀', '😁', 'é')).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { from, to, text } = smallestChange(before, after) ?? { from: 0, to: 0, text: '' }
        assert.equal(before.slice(0, from) + text + before.slice(to), after)
        for (const part of [text, before.slice(from, to)])
          assert.doesNotMatch(part, /^[\udc00-\udfff]|[\ud800-\udbff]$/)
      }),
    )
  })
  it('leaves a caret where it was in what stays', () => {
    const change = { from: 2, to: 4, text: 'xyz' }
    assert.deepEqual(
      [0, 2, 3, 4, 9].map((caret) => caretAfter(caret, change)),
      [0, 2, 3, 5, 10],
    )
    assert.equal(caretAfter(4, { from: 2, to: 9, text: '' }), 2)
  })
})
