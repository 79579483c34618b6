import assert from 'node:assert/strict'
import { openWorkbench, type Workbench } from '../host/workbench'

describe('the workbench with the extension installed', () => {
  let workbench: Workbench
  before(async () => {
    workbench = await openWorkbench()
  })
  after(() => workbench?.close())

  it('shows no error of ours under any theme', async () => {
    for (const theme of ['dark', 'highContrast', 'highContrastLight', 'light'] as const) await workbench.theme(theme)
    assert.deepEqual(workbench.problems, [])
  })
})
