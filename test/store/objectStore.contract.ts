import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { sha256Hex } from '../../src/log/canonical'
import type { ObjectStore } from '../../src/store/objectStore'
import { rejects } from '../refuses'
import { scratchFolder } from '../scratchFolder'

export const bytes = (text: string) => new TextEncoder().encode(text)

export async function keysOf(store: ObjectStore, prefix: string, after?: string): Promise<string[]> {
  const keys: string[] = []
  for await (const key of store.list(prefix, after)) keys.push(key)
  return keys
}

/** A file on this machine, and its hash. */
export function aFile(text: string | Uint8Array): { path: string; sha256: string } {
  const path = join(scratchFolder(), 'file')
  writeFileSync(path, text)
  return { path, sha256: sha256Hex(text) }
}

/** What every ObjectStore must do. Each adapter's test file calls this, and little else. */
export function objectStoreContract(name: string, open: () => Promise<ObjectStore>): void {
  describe(`${name} is an ObjectStore`, () => {
    it('S1 says where it is, and that it is there', async () => {
      const store = await open()
      assert.ok(store.address.length > 0)
      await store.check()
    })

    it('S2 answers undefined for what is not there', async () => {
      const store = await open()
      const answers = [store.get('log/none'), store.sizeOf('log/none'), store.hashOf('log/none')]
      assert.deepEqual(await Promise.all(answers), [undefined, undefined, undefined])
      assert.equal(await store.getFile('log/none', join(scratchFolder(), 'a'), sha256Hex('')), 'absent')
    })
    it('S2 takes no key below another key for one', async () => {
      const store = await open()
      await store.putNew('log/1', bytes('a'))
      assert.deepEqual([await store.get('log/1/2'), await store.sizeOf('log/1/2')], [undefined, undefined])
    })

    it('S3 gives back what was put', async () => {
      const store = await open()
      const body = Uint8Array.from({ length: 70_000 }, (_, i) => i % 251)
      assert.equal(await store.putNew('blobs/sha256/ab/abc', body), 'created')
      assert.deepEqual(Buffer.from((await store.get('blobs/sha256/ab/abc'))!), Buffer.from(body))
      assert.equal(await store.sizeOf('blobs/sha256/ab/abc'), 70_000)
      assert.equal(await store.hashOf('blobs/sha256/ab/abc'), sha256Hex(body))
    })
    it('S3 keeps an object of no bytes', async () => {
      const store = await open()
      await store.putNew('blobs/empty', new Uint8Array())
      assert.equal((await store.get('blobs/empty'))?.length, 0)
      assert.equal(await store.sizeOf('blobs/empty'), 0)
    })
    it('S3 keeps what was put, whatever becomes of the bytes in memory', async () => {
      const store = await open()
      const body = bytes('before')
      await store.putNew('log/1', body)
      body.fill(0)
      assert.deepEqual(Buffer.from((await store.get('log/1'))!), Buffer.from('before'))
    })

    it('S4 creates a key once, and keeps what was there', async () => {
      const store = await open()
      assert.deepEqual(
        [await store.putNew('log/1', bytes('a')), await store.putNew('log/1', bytes('b'))],
        ['created', 'exists'],
      )
      assert.deepEqual(Buffer.from((await store.get('log/1'))!), Buffer.from('a'))
    })
    it('S4 lets exactly one of 32 writers win, key by key', async () => {
      const store = await open()
      for (const key of Array.from({ length: 12 }, (_, i) => `log/${i}`)) {
        const writers = Array.from({ length: 32 }, (_, i) => bytes(`${i} ${'x'.repeat(i * 200)}`))
        const answers = await Promise.all(writers.map((body) => store.putNew(key, body)))
        const winner = answers.indexOf('created')
        assert.equal(answers.filter((answer) => answer === 'created').length, 1)
        assert.deepEqual(Buffer.from((await store.get(key))!), Buffer.from(writers[winner]!))
      }
    }).timeout(20_000)
    it('S4 shows a reader nothing or all of it', async () => {
      const store = await open()
      const body = new Uint8Array(3_000_000).fill(7)
      const writing = store.putNew('log/1', body)
      const sizes = new Set<number | undefined>()
      for (let answer: string | undefined; !answer;) {
        answer = await Promise.race([writing, setImmediate(undefined)])
        sizes.add((await store.get('log/1'))?.length)
      }
      sizes.delete(undefined)
      assert.deepEqual([...sizes], [body.length])
    })

    it('S5 lists the keys with a prefix, in byte order', async () => {
      const store = await open()
      for (const key of ['log/2', 'log/10', 'log/1', 'logs/1', 'log/a/b', 'log/a.b', 'blobs/9'])
        await store.putNew(key, bytes(key))
      assert.deepEqual(await keysOf(store, 'log/'), ['log/1', 'log/10', 'log/2', 'log/a.b', 'log/a/b'])
      assert.deepEqual(await keysOf(store, 'log/1'), ['log/1', 'log/10'])
      assert.deepEqual(await keysOf(store, 'none/'), [])
    })
    it('S5 lists the sizes of what is there', async () => {
      const store = await open()
      for (const key of ['blobs/2', 'blobs/10', 'log/1']) await store.putNew(key, bytes(key))
      await store.putNew('blobs/3', new Uint8Array())
      const sizes = []
      for await (const stored of store.sizes('blobs/')) sizes.push(stored)
      assert.deepEqual(sizes, [
        { key: 'blobs/10', size: 8 },
        { key: 'blobs/2', size: 7 },
        { key: 'blobs/3', size: 0 },
      ])
    })
    it('S5 lists the keys after a key, be it there or not', async () => {
      const store = await open()
      for (const key of ['log/1', 'log/2', 'log/3']) await store.putNew(key, bytes(key))
      assert.deepEqual(await keysOf(store, 'log/', 'log/1'), ['log/2', 'log/3'])
      assert.deepEqual(await keysOf(store, 'log/', 'log/25'), ['log/3'])
    })

    it('S6 takes a file in, and gives it back', async () => {
      const store = await open()
      const content = Buffer.alloc(2_500_000, 'content ')
      const { path, sha256 } = aFile(content)
      let sent = 0
      assert.equal(await store.putFile('blobs/1', path, sha256, { onBytes: (count) => (sent += count) }), 'created')
      assert.equal(await store.putFile('blobs/1', path, sha256), 'exists')
      assert.equal(sent, content.length)
      assert.equal(await store.hashOf('blobs/1'), sha256)
      const copy = join(scratchFolder(), 'copy')
      let received = 0
      assert.equal(await store.getFile('blobs/1', copy, sha256, { onBytes: (count) => (received += count) }), 'written')
      assert.equal(received, content.length)
      assert.ok(readFileSync(copy).equals(content))
      assert.ok(statSync(copy).mode & 0o200, "the copy is the person's own, to be written")
    })
    it('S6 takes in a file of no bytes', async () => {
      const store = await open()
      const { path, sha256 } = aFile('')
      assert.equal(await store.putFile('blobs/1', path, sha256), 'created')
      assert.equal(await store.sizeOf('blobs/1'), 0)
    })
    it('S6 never writes over a file that is there', async () => {
      const store = await open()
      const { path, sha256 } = aFile('content')
      await store.putFile('blobs/1', path, sha256)
      const own = aFile('my own').path
      await assert.rejects(store.getFile('blobs/1', own, sha256))
      assert.equal(readFileSync(own, 'utf8'), 'my own')
    })

    const odd: [string, () => { path: string; sha256: string }][] = [
      ['has changed since it was hashed', () => ({ ...aFile('new'), sha256: sha256Hex('old') })],
      ['is gone', () => ({ path: join(scratchFolder(), 'gone'), sha256: sha256Hex('') })],
    ]
    for (const [what, make] of odd)
      it(`S7 takes in nothing of a file that ${what}`, async () => {
        const store = await open()
        const { path, sha256 } = make()
        await rejects(store.putFile('blobs/1', path, sha256), 'file-changed')
        assert.equal(await store.sizeOf('blobs/1'), undefined)
      })
    it('S7 tells a file that cannot be read from one that changed', async () => {
      const store = await open()
      await rejects(store.putFile('blobs/1', join(aFile('a').path, 'below a file'), sha256Hex('')), 'file-unreadable')
      assert.equal(await store.sizeOf('blobs/1'), undefined)
    })

    it('S8 gives out nothing that does not have its hash', async () => {
      const store = await open()
      await store.putNew('blobs/1', bytes('rotten'))
      const copy = join(scratchFolder(), 'copy')
      await rejects(store.getFile('blobs/1', copy, sha256Hex('fresh')), 'blob-damaged')
      assert.ok(!existsSync(copy))
    })
    it('S8 replaces damaged bytes by ones with the right hash, and by no others', async () => {
      const store = await open()
      await store.putNew('blobs/1', bytes('rotten'))
      const { path, sha256 } = aFile('fresh')
      await rejects(store.replaceDamaged('blobs/1', path, sha256Hex('other')), 'file-changed')
      assert.equal(await store.hashOf('blobs/1'), sha256Hex('rotten'))
      await store.replaceDamaged('blobs/1', path, sha256)
      await store.replaceDamaged('blobs/2', path, sha256)
      assert.deepEqual([await store.hashOf('blobs/1'), await store.hashOf('blobs/2')], [sha256, sha256])
    })

    it('S9 has a clock', async () => {
      const store = await open()
      const [before, now] = [Date.now(), await store.now()]
      assert.ok(Math.abs(now - before) < 5000, `${now - before} ms off`)
    })
  })
}
