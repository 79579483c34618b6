import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { storeUnreachable } from '../../src/core/errors'
import { keepUp } from '../../src/engine/keepUp'
import { openRegistries } from '../../src/engine/openRegistries'
import { watch } from '../../src/engine/watch'
import { openIndex } from '../../src/index/openIndex'
import { openLocal } from '../../src/log/openLocal'
import type { Context } from '../../src/operations/context'
import { following } from '../../src/operations/following'
import { memoryStore } from '../../src/store/memoryStore'
import { eventually } from '../host/eventually'
import { having, numbering, register } from '../log/clients'
import { aClient } from '../samples'
import { scratchFolder } from '../scratchFolder'

describe('watching a registry in a bucket', () => {
  let folder = ''
  beforeEach(() => {
    folder = scratchFolder()
  })
  const never = { mayWrite: true, settled: () => {}, synced: () => {} }

  /** Watched by one process, while `other` is another of the same person on the same machine. */
  function aWindow(pollInterval: number) {
    const inBucket = { address: 's3://team/models' }
    const store = having(memoryStore(), inBucket)
    writeFileSync(join(folder, 'pedigree.yaml'), 'registry: s3://team/models\n')
    let asked = 0
    const get = (key: string) => (asked++, store.get(key))
    const shared = () => ({
      index: openIndex(join(folder, 'index.db')),
      local: openLocal(join(folder, 'local.db'), () => {}),
    })
    const other = aClient({ store, ...shared(), allowPending: true, decide: numbering })
    const opened: Context[] = []
    const registries = openRegistries(async (cwd) => {
      const client = aClient({ ...shared(), store: having(store, { get }), decide: numbering })
      const close = async () => [client.index, client.local].forEach((db) => db.close())
      const context = { ...client, cwd, now: Date.now, unreachable: () => undefined, close } as unknown as Context
      opened.push(context)
      return { context, keeper: keepUp(context, never) }
    })
    let changes = 0
    const watcher = watch(registries, () => changes++)
    watcher.follow({ folders: [folder], isSeen: true, isWatched: true, pollInterval })
    return {
      store,
      other,
      opened,
      asked: () => asked,
      changes: () => changes,
      close: async () => {
        watcher.follow(following)
        await registries.closeAll()
        other.index.close()
        other.local.close()
      },
    }
  }

  it('sees what others on this machine do without asking the bucket', async () => {
    const { other, asked, changes, close } = aWindow(0)
    try {
      await eventually(() => assert.equal(changes(), 1))
      await other.log.append(register('theirs'))
      await eventually(() => assert.equal(changes(), 2))
      assert.equal(asked(), 0)
    } finally {
      await close()
    }
  })

  it('sees what others elsewhere do', async () => {
    const { store, changes, close } = aWindow(0.1)
    try {
      await eventually(() => assert.equal(changes(), 1))
      await aClient({ store, decide: numbering }).log.append(register('theirs'))
      await eventually(() => assert.equal(changes(), 2))
    } finally {
      await close()
    }
  })

  it('leaves a bucket alone that could not be opened, until somebody asks or its configuration changes', async () => {
    let tries = 0
    writeFileSync(join(folder, 'pedigree.yaml'), 'registry: s3://team/models\n')
    const registries = openRegistries(() => {
      tries++
      return Promise.reject(storeUnreachable('s3://team/models'))
    })
    const glimpse = () =>
      assert.rejects(
        registries.glimpse(folder, async () => {}),
        { code: 'store-unreachable' },
      )
    await glimpse()
    // How long it is left alone is read from the configuration first.
    await eventually(async () => {
      await assert.rejects(
        registries.using(folder, async () => {}),
        { code: 'store-unreachable' },
      )
      assert.equal(tries, 2)
    })
    for (let turn = 0; turn < 5; turn++) {
      await sleep(20)
      await glimpse()
    }
    assert.equal(tries, 2)
    writeFileSync(join(folder, 'pedigree.yaml'), 'registry: s3://team/other-models\n')
    await glimpse()
    assert.equal(tries, 3)
  })
})
