import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { projectRoot } from '../host/projectRoot'
import { runNpm } from '../host/runNpm'
import { scratch, type Scratch } from '../host/scratch'

describe('the npm package', () => {
  let home: string
  let place: Scratch
  let path: string
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'pedigree-npm-'))
    place = await scratch()
    await runNpm(['pack', '--pack-destination', home, '--loglevel=error'], projectRoot)
    const tarball = readdirSync(home).find((name) => name.endsWith('.tgz'))!
    const prefix = join(home, 'prefix')
    // It depends on nothing, so there is nothing to fetch.
    await runNpm(
      ['install', '--global', '--offline', '--no-audit', '--no-fund', '--prefix', prefix, join(home, tarball)],
      home,
    )
    const bin = process.platform === 'win32' ? prefix : join(prefix, 'bin')
    path = [bin, dirname(process.execPath), process.env['PATH']].join(delimiter)
  })
  after(async () => {
    await place?.remove()
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  })

  it('does the main job in an empty folder, from PATH', async () => {
    const pedigree = (...args: string[]) =>
      JSON.parse(
        execFileSync('pedigree', [...args, '--json'], {
          cwd: place.folder,
          env: { ...process.env, ...place.env, PATH: path },
          encoding: 'utf8',
          shell: process.platform === 'win32',
        }),
      ) as Record<string, unknown>
    await mkdir(join(place.folder, 'model'))
    await writeFile(join(place.folder, 'model', 'weights.bin'), 'weights')

    assert.equal(pedigree('init')['created'], true)
    assert.equal(pedigree('register', 'churn', 'model', '--metric', 'f1=0.9')['version'], 1)
    assert.equal(pedigree('promote', 'churn@1', 'production')['stage'], 'production')
    const shown = pedigree('show', 'churn@champion')
    assert.deepEqual([shown['version'], shown['stage'], shown['aliases']], [1, 'production', ['champion']])
  })
})
