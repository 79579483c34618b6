import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../../src/operations/context'
import { readFile } from '../../src/operations/readFile'
import { registerVersion } from '../../src/operations/registerVersion'
import { blobKey } from '../../src/store/keys'
import { rejects } from '../refuses'
import { Registries } from './registries'

describe('one file of a version', () => {
  let registries: Registries
  let ctx: Context
  let weights: string

  before(async () => {
    registries = new Registries()
    ctx = await registries.make('first')
    const model = join(registries.path('first'), 'model')
    mkdirSync(join(model, 'sub'), { recursive: true })
    writeFileSync(join(model, 'weights.bin'), 'weights')
    writeFileSync(join(model, 'sub', 'ünï #1.txt'), 'below')
    writeFileSync(join(model, 'empty'), '')
    const { files } = await registerVersion(ctx, { model: 'churn', paths: [model] })
    weights = files.find(({ path }) => path === 'weights.bin')!.sha256
  })
  after(() => registries.close())

  const text = async (path: string) => new TextDecoder().decode(await readFile(ctx, { reference: 'churn@1', path }))

  it('is read by the path that the record names', async () => {
    assert.equal(await text('weights.bin'), 'weights')
    assert.equal(await text('sub/ünï #1.txt'), 'below')
    assert.equal(await text('empty'), '')
  })
  for (const path of ['', 'none', 'sub', '../weights.bin', '/weights.bin', './weights.bin', 'WEIGHTS.BIN'])
    it(`is not found under another one: ${JSON.stringify(path)}`, async () => {
      const refusal = await rejects(readFile(ctx, { reference: 'churn@1', path }), 'no-such-path')
      assert.match(refusal.message, /^churn@1 has no file/)
    })
  it('is refused where it is larger than what may be read at once', async () => {
    const { message } = await rejects(
      readFile(ctx, { reference: 'churn@1', path: 'weights.bin', limit: 6 }),
      'file-too-large',
    )
    assert.equal(message, 'weights.bin has 1 MB, and files are opened up to 1 MB.')
    assert.equal((await readFile(ctx, { reference: 'churn@1', path: 'weights.bin', limit: 7 })).length, 7)
  })
  it('is believed only where it is what was registered', async () => {
    const stored = ctx.store.fileOf!(blobKey(weights))
    rmSync(stored)
    writeFileSync(stored, 'changed')
    await rejects(readFile(ctx, { reference: 'churn@1', path: 'weights.bin' }), 'blob-damaged')
    rmSync(stored)
    await rejects(readFile(ctx, { reference: 'churn@1', path: 'weights.bin' }), 'files-missing')
  })
  it('is of a version that there is', () =>
    rejects(readFile(ctx, { reference: 'churn@2', path: 'x' }), 'no-such-version'))
})
