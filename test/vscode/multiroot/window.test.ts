import assert from 'node:assert/strict'
import * as vscode from 'vscode'

describe('a workspace of several folders', () => {
  it('has them all', () => {
    const names = vscode.workspace.workspaceFolders?.map((folder) => folder.name)
    assert.deepEqual(names, ['first', 'second', 'plain'])
  })
})
