import assert from 'node:assert/strict'
import * as vscode from 'vscode'

describe('a trusted folder', () => {
  it('is the one that was prepared', () => {
    assert.equal(vscode.workspace.workspaceFolders?.[0]?.uri.scheme, 'file')
    assert.equal(vscode.workspace.isTrusted, true)
  })

  it('keeps what a person remembers apart from the real one', () => {
    assert.match(process.env['PEDIGREE_STATE'] ?? '', /pedigree-test-/)
  })
})
