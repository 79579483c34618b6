import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '../host/chromium'
import { eventually } from '../host/eventually'
import { projectRoot } from '../host/projectRoot'
import { scratch, type Scratch } from '../host/scratch'
import { skip } from '../host/skip'
import { webVscode } from '../host/webVscode'
import { openWorkbench, type Workbench } from '../host/workbench'
import { filesOf, packVsix, problemsOf } from './vsix'

describe('the VSIX', () => {
  let folder: string
  let vsix: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pedigree-vsix-'))
    vsix = await packVsix(folder)
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('is whole, small, and holds nothing that is not needed', () => assert.deepEqual(problemsOf(vsix), []))

  it('holds these files', () => {
    const golden = join(projectRoot, 'test', 'golden', 'vsix-files.txt')
    const found = `${filesOf(vsix).join('\n')}\n`
    const expected = existsSync(golden) ? readFileSync(golden, 'utf8') : ''
    if (process.env['UPDATE_GOLDEN']) writeFileSync(golden, found)
    else if (found !== expected) writeFileSync(`${golden}.actual`, found)
    if (!process.env['UPDATE_GOLDEN']) assert.equal(found, expected)
  })

  describe('in an empty VS Code', () => {
    let place: Scratch
    let workbench: Workbench
    before(async function () {
      this.timeout(15 * 60_000)
      for (const found of [await chromium(), await webVscode()]) {
        if (!('missing' in found)) continue
        skip('the VSIX in an empty VS Code', found.missing)
        this.skip()
      }
      place = await scratch()
      await place.pedigree(['init'])
      await mkdir(join(place.folder, 'model'))
      await writeFile(join(place.folder, 'model', 'weights.bin'), 'weights')
      await place.pedigree(['register', 'churn', 'model', '--metric', 'f1=0.9'])
      workbench = await openWorkbench({ folder: place.folder, extension: vsix, env: place.env })
    })
    after(async () => {
      await workbench?.close()
      await place?.remove()
    })

    it('shows the models of the folder', async () => {
      await workbench.container('Pedigree')
      await eventually(async () => {
        const rows = await workbench.tree('Models').rows()
        assert.deepEqual(
          rows.map(({ label }) => label),
          ['churn'],
        )
      }, 30)
    })

    it('promotes a version, which the command line then shows', async () => {
      const { input } = workbench
      await workbench.command('Pedigree: Promote…')
      await input.pick('churn')
      await input.pick('v1')
      await input.pick('production')
      await input.answer('Good enough')
      assert.match(await workbench.dialog('Promote'), /Promote churn@1 to production\?/)
      await eventually(async () => {
        const shown = JSON.parse(await place.pedigree(['show', 'churn@1', '--json'])) as Record<string, unknown>
        assert.equal(shown['stage'], 'production')
        assert.deepEqual(shown['aliases'], ['champion'])
      })
    })

    it('leaves no error of ours behind', () => assert.deepEqual(workbench.problems, []))
  })
})
