import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { canonicalBytes, hashHex, hashOf, sha256Hex } from '../../src/log/canonical'

const canonical = (value: unknown) => new TextDecoder().decode(canonicalBytes(value))

// The examples of RFC 8785.
describe('canonical JSON', () => {
  it('C1 the example of section 3.2.2', () => {
    const text = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`
    assert.equal(
      canonical(JSON.parse(text)),
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })
  it('C1 keys in the order of UTF-16 units, as in section 3.2.3', () => {
    const keys = { '\u20ac': 5, '\r': 1, '\ufb33': 7, '1': 2, '\ud83d\ude00': 6, '\u0080': 3, '\u00f6': 4 }
    assert.deepEqual(Object.values(JSON.parse(canonical(keys)) as object).toSorted(), [1, 2, 3, 4, 5, 6, 7])
    assert.deepEqual(
      [...canonical(keys).matchAll(/:(\d)/g)].map(([, at]) => Number(at)),
      [1, 2, 3, 4, 5, 6, 7],
    )
  })
  const numbers: [string, string][] = [
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ]
  for (const [bits, text] of numbers)
    it(`C1 the number ${bits} of appendix B`, () => {
      assert.equal(canonical(Buffer.from(bits, 'hex').readDoubleBE()), text)
    })
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, { a: [Number.NaN] }, undefined])
    it(`C1 what has no JSON form is a bug: ${JSON.stringify(value)}`, () => assert.throws(() => canonicalBytes(value)))

  it('C1 what is undefined is left out', () => {
    assert.equal(canonical({ b: undefined, a: { c: undefined, d: null } }), '{"a":{"d":null}}')
  })
  it('C1 reading it gives the same value, and the same bytes again', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonical(value)
        const read: unknown = JSON.parse(text)
        assert.deepEqual(JSON.parse(JSON.stringify(value)), read)
        assert.equal(canonical(read), text)
      }),
    )
  })
  it('C1 hashes are of these bytes', () => {
    assert.equal(hashOf({ b: 1, a: 2 }), sha256Hex('{"a":2,"b":1}'))
    assert.equal(hashHex('00ff'), sha256Hex(Uint8Array.of(0, 255)))
  })
})
