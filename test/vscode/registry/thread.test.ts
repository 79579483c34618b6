import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { extensions, workspace } from 'vscode'
import type { Progress } from '../../../src/operations/context'
import { openEngine } from '../../../src/vscode/engine'
import { largeRegistry } from '../../host/largeRegistry'
import { projectRoot } from '../../host/projectRoot'
import { call } from '../call'

/** Work on this thread would take seconds; less than this is another process that has the processor. */
const most = 500

describe('the thread of the extension host', () => {
  const workers: Worker[] = []
  const folder = () => workspace.workspaceFolders![0]!.uri.fsPath

  /** The longest that anything held this thread up while `work` ran, in milliseconds. */
  async function longestStall(work: () => Promise<unknown>): Promise<number> {
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    await work()
    delay.disable()
    return Math.round(delay.max / 1e6)
  }

  it('is not held up while 300 MB are hashed, stored, verified and pulled', async () => {
    const model = join(folder(), 'large')
    mkdirSync(model)
    for (const name of ['a', 'b', 'c']) writeFileSync(join(model, `${name}.bin`), randomBytes(100_000_000))
    const stall = await longestStall(async () => {
      await call('registerVersion', { model: 'large', paths: [model] })
      await call('verify', { files: true })
      await call('pull', { reference: 'large@1', dir: join(folder(), 'large-pulled') })
    })
    console.log(`      longest stall: ${stall} ms`)
    assert.ok(stall < most, `${stall} ms`)
  }).timeout(120_000)

  it('is not held up while 20,000 versions are indexed', async () => {
    const many = join(folder(), 'many')
    largeRegistry(many, { models: 2000, versions: 10 })
    const engine = anEngine()
    try {
      const stall = await longestStall(async () => {
        await engine.look(many)
        assert.equal((await engine.call(many, 'browseModels', { limit: 500 })).length, 500)
      })
      console.log(`      longest stall: ${stall} ms`)
      assert.ok(stall < most, `${stall} ms`)
    } finally {
      await engine.close()
    }
  }).timeout(120_000)

  it('is told when the engine stops, and the next call starts another', async () => {
    const stopped: Error[] = []
    const engine = anEngine((error) => stopped.push(error))
    try {
      assert.equal((await engine.look(folder())).problem, null)
      const waiting = engine.call(folder(), 'verifyRegistry', { files: true })
      await workers.at(-1)!.terminate()
      await assert.rejects(waiting)
      assert.equal(stopped.length, 1)
      assert.equal((await engine.look(folder())).problem, null)
    } finally {
      await engine.close()
    }
  })

  it('tells how far it is, and leaves nothing behind when it is cancelled', async () => {
    const engine = anEngine()
    const abort = new AbortController()
    const told: Progress[] = []
    const args = { model: 'cancelled', paths: [join(folder(), 'half')] }
    mkdirSync(args.paths[0]!)
    for (const name of ['a', 'b']) writeFileSync(join(args.paths[0]!, name), randomBytes(150_000_000))
    const onProgress = (progress: Progress) => {
      told.push(progress)
      if (progress.what === 'upload') abort.abort()
    }
    try {
      await assert.rejects(engine.call(folder(), 'registerVersion', args, { signal: abort.signal, onProgress }), {
        code: 'cancelled',
      })
      assert.deepEqual([...new Set(told.map(({ what }) => what))], ['hash', 'upload'])
      for (const { done, total } of told) assert.ok(total === 300_000_000 && done <= total)
      await assert.rejects(engine.call(folder(), 'showModel', { model: 'cancelled' }), { code: 'no-such-model' })
    } finally {
      await engine.close()
    }
  }).timeout(60_000)

  it('activates in a moment', async () => {
    const extension = extensions.getExtension('pedigree.pedigree')!
    const start = performance.now()
    await extension.activate()
    assert.ok(extension.isActive)
    assert.ok(performance.now() - start < 100)
  })

  function anEngine(stopped: (error: Error) => void = () => {}) {
    const dist = join(projectRoot, 'dist')
    const settings = {
      client: 'pedigree/test',
      journal: 'DELETE',
      trusted: true,
      hasher: join(dist, 'fileWorker.js'),
      signingKey: '',
    } as const
    const start = (workerData: unknown) =>
      workers[workers.push(new Worker(join(dist, 'engine.js'), { workerData })) - 1]!
    const nothing = async () => undefined
    const deaf = { changed: () => {}, synced: () => {}, settled: () => {}, warning: () => {} }
    return openEngine(start, settings, { ...deaf, credentialsFor: nothing, webhookFor: nothing, stopped })
  }
})
