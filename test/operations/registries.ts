import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from '../../src/operations/context'
import { initRegistry } from '../../src/operations/initRegistry'
import { openContext } from '../../src/operations/openContext'
import { threadedHasher } from '../../src/operations/threadedHasher'
import type { ObjectStore } from '../../src/store/objectStore'
import { Scratch } from '../cli/pedigree'
import { projectRoot } from '../host/projectRoot'
import { ada } from '../samples'

/** Several registries of one person, each in a workspace of its own, all gone after `close`. */
export class Registries {
  readonly scratch = new Scratch()
  private readonly open: Context[] = []

  constructor() {
    process.env['PEDIGREE_STATE'] = join(this.scratch.folder, 'state')
  }

  /** A new one, in a folder; `at` names another place for it than the workspace. */
  async make(name: string, at?: string): Promise<Context> {
    const folder = this.path(name)
    mkdirSync(folder)
    await initRegistry({ folder, registry: at, actor: ada, client: 'test' })
    return this.use({ cwd: folder })
  }

  /** Opens one that is there. */
  use(where: { cwd: string; registry?: string }): Promise<Context> {
    return this.opened(where, false)
  }

  /** As use, by somebody whose changes may wait. */
  usePatiently(where: { cwd: string; registry?: string }): Promise<Context> {
    return this.opened(where, true)
  }

  private async opened(where: { cwd: string; registry?: string }, allowPending: boolean): Promise<Context> {
    const files = threadedHasher(join(projectRoot, 'dist/fileWorker.js'), 1)
    const ctx = await openContext({ ...where, client: 'test', files, allowPending, onWarning: assert.fail })
    this.open.push(ctx)
    await ctx.log.sync()
    return ctx
  }

  path(name: string): string {
    return join(this.scratch.folder, name)
  }

  async close(): Promise<void> {
    for (const ctx of this.open.splice(0)) await ctx.close()
    delete process.env['PEDIGREE_STATE']
    this.scratch.remove()
  }
}

/** All that a store has but what is under way, by key. */
export async function contentOf(store: ObjectStore): Promise<Map<string, string>> {
  const content = new Map<string, string>()
  for await (const key of store.list(''))
    if (!/^(staging|doctor)\//.test(key)) content.set(key, Buffer.from((await store.get(key))!).toString('base64'))
  return content
}
