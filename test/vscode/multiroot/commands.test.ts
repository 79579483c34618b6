import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands, Uri, window, workspace } from 'vscode'
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

  it('open cards and files of the registry that is named', async () => {
    const opened = () => (window.tabGroups.activeTabGroup.activeTab!.input as { uri: Uri }).uri
    const uris: Uri[] = []
    for (const [folder, reference] of [
      [first, 'churn@1'],
      [second, 'price@1'],
    ] as const) {
      assert.equal(await call<string>('openCard', { folder, reference }), reference)
      uris.push(opened())
      assert.match(
        new TextDecoder().decode(await workspace.fs.readFile(opened())),
        new RegExp(`# ${reference.slice(0, 5)} 1`),
      )
      const file = Uri.parse(await call<string>('openFile', { folder, reference, path: 'weights.bin' }), true)
      assert.equal(new TextDecoder().decode(await workspace.fs.readFile(file)), 'weights')
    }
    assert.notEqual(uris[0]!.authority, uris[1]!.authority)
    for (const uri of uris) assert.match(uri.authority, /^[0-9a-f-]{36}$/)
    await assert.rejects(async () => workspace.fs.readFile(uris[0]!.with({ authority: 'elsewhere' })))
    // Of a window that had one registry: it was the first.
    assert.match(new TextDecoder().decode(await workspace.fs.readFile(uris[0]!.with({ authority: '' }))), /# churn 1/)
    await commands.executeCommand('workbench.action.closeAllEditors')
  })

  it('make a registry in a folder that has none', async () => {
    const made = await call<{ workspace: string; created: boolean }>('init', { folder: plain })
    assert.deepEqual([made.workspace, made.created], [plain, true])
  })
})
