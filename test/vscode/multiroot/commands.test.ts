import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { workspace } from 'vscode'
import { call } from '../call'

describe('commands with several registries', () => {
  const [first, second, plain] = workspace.workspaceFolders!.map(({ uri }) => uri.fsPath) as [string, string, string]

  it('act on the folder that is named', async () => {
    writeFileSync(join(first, 'weights.bin'), 'weights')
    const paths = [join(first, 'weights.bin')]
    await call('registerVersion', { folder: first, model: 'churn', paths })
    await call('registerVersion', { folder: second, model: 'price', paths })
    const verified = (folder: string) => call<{ versions: number }>('verify', { folder, files: false })
    assert.equal((await verified(first)).versions, 1)
    assert.equal((await verified(second)).versions, 1)
    assert.equal(await call('copyReference', { folder: second, reference: 'churn@1' }), undefined)
    assert.equal(await call('copyReference', { folder: second, reference: 'price@1' }), 'price@1')
  })

  it('make a registry in a folder that has none', async () => {
    const made = await call<{ workspace: string; created: boolean }>('init', { folder: plain })
    assert.deepEqual([made.workspace, made.created], [plain, true])
  })
})
