import assert from 'node:assert/strict'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { ModelPolicy } from '../../src/core/policy/policyDocument'
import type { Event } from '../../src/core/event'
import { messagesOf, notify } from '../../src/operations/notify'
import { an, hex, indexWith, registered } from '../samples'
import { certificate, key } from './selfSigned'

const url = 'env:PEDIGREE_TEST_WEBHOOK'
const all: ModelPolicy = { notify: [{ url, on: ['gate.failed', 'stage.entered', 'rollback', 'drift'] }] }
const [first, second] = [hex(1), hex(2)]

/** What the last of these events is told as, under a policy. */
function told(policy: ModelPolicy, ...events: Event[]): string[] {
  const index = indexWith(
    an('model.created'),
    registered(1),
    registered(2),
    an('policy.applied', { policy: { models: { churn: policy }, keys: {} } }),
    ...events,
  )
  return messagesOf(index.db, index.head()!.seq).map(({ text }) => text)
}

describe('what people are told', () => {
  const entered = an('stage.entered', { version: first })
  const cases: [string, Event[], RegExp][] = [
    ['a promotion', [entered], /^churn: churn@1 went from none to production\. \(Ada, .* UTC\)$/],
    [
      'an override, with its reason',
      [an('stage.entered', { version: first, override: true, reason: 'the tests are down' })],
      /although its gate refused it\. Reason: the tests are down/,
    ],
    [
      'a rollback',
      [entered, an('stage.entered', { version: second, kind: 'rollback', code: 'latency', displaced: first })],
      /production was rolled back to churn@2 \(latency\); churn@1 is archived/,
    ],
    ['a refusal', [an('promotion.refused', { version: first })], /The gate of production refused churn@1/],
    ['a rollout', [an('rollout.set', { version: second })], /churn@2 gets 5% of the traffic of production/],
    [
      'drift',
      [entered, an('deployment.reported', { version: second })],
      /prod-eu runs churn@2, but production has churn@1/,
    ],
  ]
  for (const [what, events, expected] of cases)
    it(`W8 ${what}`, () => {
      const [text = '', ...others] = told(all, ...events)
      assert.match(text, expected)
      assert.deepEqual(others, [])
    })
  it('W8 only what was asked for', () => {
    const policy: ModelPolicy = { notify: [{ url, on: ['rollback'] }] }
    assert.deepEqual(told(policy, entered), [])
    assert.deepEqual(told({}, entered), [])
    assert.deepEqual(told(all, an('check.recorded', { version: first })), [])
  })
  it('W8 nothing that was said for somebody else becomes a mark', () => {
    const [text = ''] = told(all, an('stage.entered', { version: first, reason: '<!channel> & all' }))
    assert.match(text, /&lt;!channel&gt; &amp; all/)
  })

  it('W9 one that hangs, or is not known, is a warning that does not say where', async () => {
    const index = indexWith(
      an('model.created'),
      registered(1),
      an('policy.applied', { policy: { models: { churn: all }, keys: {} } }),
      entered,
    )
    const { seq } = index.head()!
    const warnings: string[] = []
    const onWarning = (message: string) => void warnings.push(message)
    await notify(index.db, seq, { onWarning })
    assert.match(warnings.join(), /PEDIGREE_TEST_WEBHOOK/)

    const server = createServer({ key, cert: certificate }, () => {}).listen(0)
    try {
      const { port } = server.address() as AddressInfo
      const webhook = { timeout: 200, tries: 1, ca: certificate, isAllowed: () => true }
      await notify(index.db, seq, { secret: async () => `https://localhost:${port}/secret`, onWarning, webhook })
      assert.match(warnings.at(-1)!, /localhost.* in time/)
      assert.doesNotMatch(warnings.join(), /secret/)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
