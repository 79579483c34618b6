import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { projectRoot } from '../host/projectRoot'

const cli = join(projectRoot, 'dist', 'cli.js')
const old = oldNode()

describe('the command line on a Node that is too old', () => {
  before(function () {
    if (old) return
    // A machine that has only what is needed is as it should be, also in CI.
    console.log('SKIPPED the command line on an old Node: there is none on PATH')
    this.skip()
  })

  it('says which Node it needs', () => {
    const { status, stdout, stderr } = spawnSync(old!.path, [cli, 'show', 'churn@1'], { encoding: 'utf8' })
    assert.deepEqual([status, stdout], [1, ''])
    assert.match(stderr, new RegExp(`^Pedigree needs Node 22\\.15 or newer; this is Node ${old!.version}\\.`))
  })

  it('says it in JSON where that was asked for', () => {
    const { status, stdout, stderr } = spawnSync(old!.path, [cli, 'show', 'churn@1', '--json'], { encoding: 'utf8' })
    assert.deepEqual([status, stderr], [1, ''])
    const { error } = JSON.parse(stdout) as { error: Record<string, string> }
    assert.equal(error['code'], 'node-too-old')
    assert.match(error['message']!, /22\.15/)
  })
})

/** A Node before 22.15 on PATH, if there is one; those of node_modules are the ones that scripts run on. */
function oldNode(): { path: string; version: string } | undefined {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name)
    if (!folder || folder.includes('node_modules') || !existsSync(path)) continue
    const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim().slice(1)
    const [major = 0, minor = 0] = version.split('.').map(Number)
    if (major < 22 || (major === 22 && minor < 15)) return { path, version }
  }
  return undefined
}
