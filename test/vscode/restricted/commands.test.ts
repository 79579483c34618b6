import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { workspace } from 'vscode'
import { call } from '../call'

describe('commands in Restricted Mode', () => {
  const folder = () => workspace.workspaceFolders![0]!.uri.fsPath

  it('refuse to change, run or fetch anything, whatever the menus say', async () => {
    writeFileSync(join(folder(), 'weights.bin'), 'weights')
    const confirmed = true
    const reference = 'churn@1'
    for (const [command, args] of [
      ['init', { folder: folder() }],
      ['registerVersion', { model: 'churn', paths: [join(folder(), 'weights.bin')] }],
      ['promote', { reference, stage: 'staging', confirmed }],
      ['rollout', { model: 'churn', percent: 5, confirmed }],
      ['approve', { reference, stage: 'production' }],
      ['withdrawApproval', { reference, stage: 'production' }],
      ['check', { reference, check: 'tests', result: 'pass' }],
      ['rollback', { model: 'churn', to: reference, code: 'other', reason: 'x', confirmed }],
      ['archive', { reference, reason: 'x', confirmed }],
      ['setAlias', { reference, alias: 'pinned' }],
      ['removeAlias', { model: 'churn', alias: 'pinned' }],
      ['pull', { reference, dir: join(folder(), 'pulled') }],
      ['importCard', { reference, file: join(folder(), 'README.md') }],
      ['connect', { folder: folder() }],
      ['disconnect', { folder: folder(), confirmed: 'remove' }],
      ['trustRegistry', { folder: folder() }],
      ['syncNow', {}],
      ['retryPending', { id: 'x' }],
      ['dropPending', { id: 'x', confirmed }],
    ] as const)
      assert.equal(await call(command, args), undefined, command)
    assert.ok(!existsSync(join(folder(), 'pulled')))
    assert.ok(existsSync(join(folder(), 'pedigree.yaml')))
    const { commits, versions } = await call<{ commits: number; versions: number }>('verify', { files: false })
    assert.deepEqual([commits, versions], [1, 0])
  })
})
