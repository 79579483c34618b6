import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { workspace } from 'vscode'
import { call } from '../call'

/** The past and the policy, with values and without a question. */
describe('commands for the past and the policy', () => {
  const file = () => join(workspace.workspaceFolders![0]!.uri.fsPath, 'pedigree.yaml')
  const confirmed = true
  let before: string
  beforeEach(() => {
    before = readFileSync(file(), 'utf8')
  })
  afterEach(() => writeFileSync(file(), before))

  it('shows the models of a day, and those of now again', async () => {
    assert.equal(await call<string>('asOf', { date: '2026-01-02T03:04:05Z' }), '2026-01-02T03:04:05.000Z')
    assert.match(await call<string>('asOf', { date: '2026-01-02' }), /^2026-01-0[123]T\d\d:59:59\.999Z$/)
    for (const date of ['the other day', '2026-02-30', '2999-01-01', ''])
      assert.equal(await call('asOf', { date: date || '2026-13-01' }), undefined, date)
    assert.equal(await call('backToNow', {}), undefined)
  })

  it('applies what pedigree.yaml says, once', async () => {
    writeFileSync(file(), 'models: { "elsewhere*": { override: never } }\n')
    const first = await call('applyPolicy', { reason: 'to see it done', confirmed })
    assert.equal(first['applied'], true)
    assert.match(String(first['differences']), /elsewhere\*: has a policy; none is applied/)
    assert.equal((await call('applyPolicy', { confirmed }))['applied'], false)
  })

  it('applies nothing that has an error', async () => {
    writeFileSync(file(), 'models: { "elsewhere*": { overide: never } }\n')
    assert.equal(await call('applyPolicy', { confirmed }), undefined)
    assert.equal(await call('applyPolicy', { folder: '/nowhere', confirmed }), undefined)
  })
})
