import assert from 'node:assert/strict'
import { notASigner, signatureRequired } from '../../src/core/signingErrors'

const [ada, bob, eve] = ['ada@example.com', 'bob@example.com', 'eve@example.com']
const enter = 'let a version of fraud enter production'

describe('refusals of signing', () => {
  const rows: [string[], string][] = [
    [[ada], `Only ${ada} may ${enter}.`],
    [[ada, bob], `Only ${ada} and ${bob} may ${enter}.`],
    [[ada, bob, eve], `Only ${ada}, ${bob} and ${eve} may ${enter}.`],
    [[], `Nobody may ${enter}: the policy names no one.`],
  ]
  for (const [people, said] of rows)
    it(`J6 ${said}`, () => {
      const { code, message, hint, details } = notASigner(enter, people)
      assert.deepEqual([code, message, details], ['not-a-signer', said, { people }])
      assert.match(hint, /\.$/)
    })
  it('J6 without people the keys are named, and only once', () => {
    const { message, hint } = signatureRequired({ fingerprints: ['SHA256:a', 'SHA256:b'] })
    assert.equal(message, 'This has to be signed with SHA256:a or SHA256:b, and no such key is to be found here.')
    assert.doesNotMatch(hint, /SHA256/)
  })
  it('J6 without any key it says what to write', () => {
    const { message, hint } = signatureRequired({ fingerprints: [], people: [ada, bob] })
    assert.equal(message, `This has to be signed by ${ada} or ${bob}, and no key is known to sign it with.`)
    assert.match(hint, /pedigree\.yaml/)
  })
})
