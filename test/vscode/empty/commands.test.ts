import assert from 'node:assert/strict'
import { call } from '../call'

describe('commands without a folder', () => {
  it('say that there is none', async () => {
    for (const command of ['init', 'verify', 'promote', 'copyReference', 'registerVersion', 'rollback'])
      assert.equal(await call(command, {}), undefined, command)
    assert.equal(await call('refresh', {}), undefined)
  })
})
