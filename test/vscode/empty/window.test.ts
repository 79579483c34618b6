import assert from 'node:assert/strict'
import * as vscode from 'vscode'

describe('an empty window', () => {
  it('has no folder and knows the extension', () => {
    assert.equal(vscode.workspace.workspaceFolders, undefined)
    assert.ok(vscode.extensions.getExtension('pedigree.pedigree'))
  })
})
