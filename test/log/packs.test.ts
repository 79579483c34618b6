import assert from 'node:assert/strict'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import * as fc from 'fast-check'
import { noPermission } from '../../src/core/bucketErrors'
import { openIndex } from '../../src/index/openIndex'
import { sha256Hex } from '../../src/log/canonical'
import { makePack, packLimit } from '../../src/log/packs'
import { logKey, packKey, packLength, packOfKey } from '../../src/store/keys'
import { memoryStore } from '../../src/store/memoryStore'
import type { ObjectStore } from '../../src/store/objectStore'
import { dumpOf } from '../index/stateOf'
import { aClient, aCommit, an, bytesOf, type Client } from '../samples'
import { keysOf } from '../store/objectStore.contract'
import { having, logOf, numbering, register, unreachable } from './clients'

const written = (seq: number, description = `written ${seq}`) =>
  aCommit(seq, [seq ? an('model.described', { description }) : an('model.created')])
const chain = bytesOf(Array.from({ length: 3100 }, (_, seq) => written(seq)))
/** As chain, but other from the start. */
const foreign = bytesOf(Array.from({ length: 2000 }, (_, seq) => written(seq, 'foreign')))

async function storeOf(bodies: readonly Uint8Array[]): Promise<ObjectStore> {
  const store = memoryStore()
  for (const [seq, bytes] of bodies.entries()) await store.putNew(logKey(seq), bytes)
  return store
}
const runFrom = (first: number, log: readonly Uint8Array[] = chain) => log.slice(first, first + packLength)

/** A store with the first `count` commits of the chain, and packs of all its runs but some. */
async function packed(count: number, without: readonly number[] = []): Promise<ObjectStore> {
  const store = await storeOf(chain.slice(0, count))
  for (let first = 0; first + packLength <= count; first += packLength) {
    if (without.includes(first)) continue
    const { key, bytes } = (await makePack(first, runFrom(first)))!
    await store.putNew(key, bytes)
  }
  return store
}

interface Reader extends Client {
  warnings: string[]
  /** What was asked of the store: `get packs`, `list log` and so on. */
  asked: string[]
}

function aReader(store: ObjectStore, parts: Parameters<typeof aClient>[0] = {}): Reader {
  const [warnings, asked]: string[][] = [[], []]
  const noting = having(store, {
    get: (key) => (asked!.push(`get ${key.split('/')[0]}`), store.get(key)),
    list: (prefix, after) => (asked!.push(`list ${prefix}`), store.list(prefix, after)),
  })
  const onWarning = (message: string) => void warnings!.push(message)
  return { ...aClient({ ...parts, store: noting, onWarning }), warnings: warnings!, asked: asked! }
}

const countOf = (asked: readonly string[], what: string) => asked.filter((one) => one === what).length

/** All that a client knows after reading, to be compared with all that another one knows. */
async function readBy({ log, index }: Client) {
  await log.sync()
  return dumpOf(index.db)
}

/** What reading the log itself comes to. */
const plainly = async (count: number) => readBy(aReader(await storeOf(chain.slice(0, count))))

describe('a pack', () => {
  it('K1 holds a run of commits byte for byte, and is under their hash', async () => {
    const { key, bytes } = (await makePack(1000, runFrom(1000)))!
    const lines = zstdDecompressSync(bytes)
    assert.deepEqual(
      lines,
      Buffer.from(
        runFrom(1000)
          .map((body) => `${Buffer.from(body).toString()}\n`)
          .join(''),
      ),
    )
    assert.equal(key, packKey(1000, sha256Hex(lines)))
    assert.equal(key.replace(/-[^-]*$/, ''), 'packs/00000000000000001000-00000000000000001999')
  })
  it('K1 is the same whoever makes it', async () => {
    const packs = await Promise.all(Array.from({ length: 8 }, () => makePack(0, runFrom(0))))
    for (const pack of packs) assert.deepEqual(pack, packs[0])
  })

  const hash = sha256Hex('')
  const names = [
    packKey(1, hash),
    packKey(0, hash).toUpperCase(),
    packKey(0, hash).replace('999', '998'),
    packKey(0, hash).replace('packs/', 'packs/old/'),
    packKey(0, hash).replace('.zst', ''),
    packKey(0, hash.slice(1)),
    `packs/99999999999999999000-99999999999999999999-${hash}.jsonl.zst`,
    'packs/',
  ]
  it('K1 has a name that says where it begins', () => {
    assert.deepEqual(packOfKey(packKey(7000, hash)), { key: packKey(7000, hash), first: 7000, sha256: hash })
  })
  for (const name of names) it(`K1 is not named ${name}`, () => assert.equal(packOfKey(name), undefined))
})

describe('packing', () => {
  for (const [count, packs] of [
    [999, 0],
    [1000, 1],
    [1001, 1],
    [3000, 3],
  ] as const)
    it(`K8 a log of ${count} commits comes to ${packs} packs`, async () => {
      const store = await storeOf(chain.slice(0, count))
      const { log } = aReader(store)
      await log.sync()
      assert.equal(await log.pack(), packs)
      assert.deepEqual(await keysOf(store, 'packs/'), await keysOf(await packed(count), 'packs/'))
      assert.equal(await log.pack(), 0)
    })
  it('K8 whoever appends the last commit of a run packs it', async () => {
    const store = await storeOf(chain.slice(0, 999))
    const { log } = aReader(store, { decide: numbering })
    await log.sync()
    assert.equal(await log.pack(), 0)
    await log.append(register('the thousandth'))
    assert.equal(await log.pack(), 1)
    const other = aReader(store)
    await other.log.sync()
    assert.deepEqual([other.warnings, other.index.head()?.seq], [[], 999])
    assert.equal(countOf(other.asked, 'get packs'), 1)
  })
  it('K8 whoever sees the last commit of a run packs it', async () => {
    const store = await storeOf(chain.slice(0, 999))
    const { log } = aReader(store)
    await log.sync()
    await store.putNew(logKey(999), chain[999]!)
    await log.sync()
    assert.equal(await log.pack(), 1)
  })
  it('K8 a run that another has packed meanwhile is left alone', async () => {
    const store = await storeOf(chain.slice(0, 1000))
    const [one, other] = [aReader(store), aReader(store)]
    await Promise.all([one.log.sync(), other.log.sync()])
    assert.deepEqual([await one.log.pack(), await other.log.pack()], [1, 0])
    assert.equal(countOf(other.asked, 'get log'), countOf(one.asked, 'get log') - 1000)
  })
  it('K1 packers that race make one pack', async () => {
    const store = await storeOf(chain.slice(0, 2000))
    const clients = Array.from({ length: 5 }, () => aReader(store))
    await Promise.all(clients.map(({ log }) => log.sync()))
    const counts = await Promise.all(clients.map(({ log }) => log.pack()))
    assert.equal(
      counts.reduce((sum, count) => sum + count),
      2,
    )
    assert.equal((await keysOf(store, 'packs/')).length, 2)
  })
  it('K8 packs as many runs as it is told to, and the rest when asked again', async () => {
    const { log } = aReader(await storeOf(chain.slice(0, 3000)))
    await log.sync()
    assert.deepEqual([await log.pack(1), await log.pack(2), await log.pack()], [1, 2, 0])
  })
  for (const [what, members] of [
    ['may not write', { putNew: () => Promise.reject(noPermission('the test', 's3:PutObject', undefined)) }],
    [
      'may not list',
      {
        list: () => {
          throw noPermission('the test', 's3:ListBucket', undefined)
        },
      },
    ],
    ['cannot reach the store any more', { get: unreachable, list: unreachable as never, putNew: unreachable }],
  ] as [string, Partial<ObjectStore>][])
    it(`K8 that one ${what} is no failure`, async () => {
      const store = await storeOf(chain.slice(0, 1000))
      let isFailing = false
      const failing = new Proxy(store, {
        get: (target, name) => Reflect.get(isFailing && name in members ? members : target, name) as unknown,
      })
      const { log, index } = aClient({ store: failing })
      await log.sync()
      isFailing = true
      assert.equal(await log.pack(), 0)
      assert.deepEqual([index.head()?.seq, await keysOf(store, 'packs/')], [999, []])
    })

  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()
  const rows: [string, (bodies: Uint8Array[]) => Uint8Array[]][] = [
    ['has a commit that is none', (bodies) => bodies.with(500, Buffer.from('noise'))],
    ['has an empty commit', (bodies) => bodies.with(500, new Uint8Array())],
    ['has a commit of two lines', (bodies) => bodies.with(999, Buffer.from(text(bodies[999]!).replace(',', ',\n')))],
    ['has a commit that does not follow', (bodies) => bodies.with(500, bytesOf([written(500, 'odd')])[0]!)],
  ]
  for (const [what, change] of rows)
    it(`K2 a run that ${what} is not packed, and read all the same`, async () => {
      const store = await storeOf(change(chain.slice(0, 1000)))
      const { log, index, warnings } = aReader(store)
      await log.sync()
      assert.equal(await log.pack(), 0)
      assert.deepEqual([index.head()?.seq, warnings, await keysOf(store, 'packs/')], [999, [], []])
    })
  it('K2 a run that does not follow the one before is not packed', async () => {
    const { log } = aReader(await storeOf([...runFrom(0), ...runFrom(1000, foreign)]))
    await log.sync()
    assert.equal(await log.pack(), 1)
  })
  it('K2 a run of more than 64 MiB is not packed', async () => {
    const large = Buffer.alloc(Math.ceil(packLimit / 1000))
    assert.equal(
      await makePack(
        0,
        Array.from({ length: 1000 }, () => large),
      ),
      undefined,
    )
    assert.ok(
      await makePack(
        0,
        Array.from({ length: 1000 }, () => large.subarray(100)),
      ),
    )
  })
})

describe('reading packs', () => {
  for (const count of [999, 1000, 1001, 3100])
    it(`K3 a log of ${count} commits is the same as without`, async () => {
      const reader = aReader(await packed(count))
      assert.deepEqual(await readBy(reader), await plainly(count))
      assert.deepEqual(reader.warnings, [])
    })
  it('K3 is the same whatever packs there are, and wherever one starts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([0, 1000, 2000]),
        fc.nat(3100),
        fc.integer({ min: 2990, max: 3100 }),
        async (without, known, count) => {
          const index = openIndex(':memory:')
          const before = aReader(await storeOf(chain.slice(0, Math.min(known, count))), { index })
          if (known) await before.log.sync()
          const reader = aReader(await packed(count, without), { index })
          assert.deepEqual(await readBy(reader), await plainly(count))
        },
      ),
      { numRuns: 12 },
    )
  }).timeout(60_000)
  it('K7 takes a request for each pack and its end, and for each commit after the last', async () => {
    const { log, asked } = aReader(await packed(3100))
    await log.sync()
    const counts = ['list packs/', 'get packs', 'list log/', 'get log'].map((what) => countOf(asked, what))
    assert.deepEqual(counts, [1, 3, 1, 3 + 100 + 1])
  })
  it('K7 from the middle of a run goes on in its pack', async () => {
    const store = await packed(3100)
    const index = openIndex(':memory:')
    await aReader(await storeOf(chain.slice(0, 1500)), { index }).log.sync()
    const { log, asked } = aReader(store, { index })
    assert.equal(await log.sync(), 1600)
    assert.equal(countOf(asked, 'get packs'), 2)
    assert.ok(countOf(asked, 'get log') < 110, `${countOf(asked, 'get log')} reads`)
  })
  it('K7 a few commits behind, packs are not looked for', async () => {
    const store = await packed(3000)
    const { log, asked } = aReader(store)
    await log.sync()
    asked.length = 0
    for (let seq = 3000; seq < 3100; seq++) await store.putNew(logKey(seq), chain[seq]!)
    assert.equal(await log.sync(), 100)
    assert.deepEqual([countOf(asked, 'list packs/'), countOf(asked, 'list log/')], [0, 1])
    asked.length = 0
    assert.equal(await log.sync(), 0)
    assert.deepEqual(asked, ['get log'])
  })
  it('K7 a store that lists nothing yet is read all the same', async () => {
    const store = await storeOf(chain.slice(0, 30))
    const stale = having(store, { list: () => memoryStore().list('') })
    const { log, index } = aReader(stale)
    assert.equal(await log.sync(), 30)
    assert.equal(index.head()?.seq, 29)
  })

  const good = () => makePack(1000, runFrom(1000))
  const repack = async (change: (lines: Buffer) => Buffer, key?: string) => {
    const lines = change(zstdDecompressSync((await good())!.bytes))
    return { key: key ?? packKey(1000, sha256Hex(lines)), bytes: zstdCompressSync(lines) }
  }
  const swapped = (lines: Buffer, a: number, b: number) => {
    const all = lines.toString().split('\n')
    return Buffer.from(all.with(a, all[b]!).with(b, all[a]!).join('\n'))
  }
  /** Looks back further than a whole pack may, and says nothing else. */
  const farBack = () => zstdCompressSync(Buffer.alloc(1 << 20), { params: { [constants.ZSTD_c_windowLog]: 27 } })

  type Bad = [string, RegExp, () => Promise<{ key: string; bytes: Uint8Array } | undefined>]
  const bad: Bad[] = [
    ['K4 is cut short', /unpacked/, async () => ({ ...(await good())!, bytes: (await good())!.bytes.slice(0, -100) })],
    ['K4 is empty', /unpacked|match/, async () => ({ ...(await good())!, bytes: new Uint8Array() })],
    ['K4 is no pack', /unpacked/, async () => ({ ...(await good())!, bytes: Buffer.from('noise') })],
    ['K4 has another content', /match/, async () => repack((lines) => lines.fill('x', 0, 1), (await good())!.key)],
    ['K4 is of another log', /follow|not of this log/, () => makePack(1000, runFrom(1000, foreign))],
    ['K4 is of another run', /not of this log/, () => makePack(1000, runFrom(0))],
    ['K4 has a commit too few', /1,000/, () => repack((lines) => lines.subarray(0, lines.lastIndexOf('\n', -2) + 1))],
    ['K4 has a line too many', /1,000/, () => repack((lines) => Buffer.concat([lines, Buffer.from('{}\n')]))],
    ['K4 has something after it', /1,000/, () => repack((lines) => Buffer.concat([lines, Buffer.from('{}')]))],
    ['K4 has nothing but newlines', /1,000/, () => repack((lines) => Buffer.alloc(lines.length, '\n'))],
    ['K5 has two commits in the wrong order', /of commit 1010 in it/, () => repack((lines) => swapped(lines, 10, 20))],
    [
      'K5 ends with another commit',
      /not of this log/,
      () => makePack(1000, [...runFrom(1000).slice(0, 999), foreign[999]!]),
    ],
    [
      'K5 was changed in the middle',
      /of commit 1501 in it, it does not follow/,
      () => repack((lines) => Buffer.from(lines.toString().replace('written 1500', 'written 1600'))),
    ],
    [
      'K6 is endless',
      /unpacked/,
      async () => ({ ...(await good())!, bytes: zstdCompressSync(Buffer.alloc(packLimit + 1)) }),
    ],
    ['K6 wants memory that no pack needs', /unpacked|match/, async () => ({ ...(await good())!, bytes: farBack() })],
  ]
  for (const [title, problem, make] of bad)
    it(`${title}: it is passed over`, async () => {
      const store = await packed(3100, [1000])
      const { key, bytes } = (await make())!
      await store.putNew(key, bytes)
      const reader = aReader(store)
      assert.deepEqual(await readBy(reader), await plainly(3100))
      assert.equal(reader.warnings.length, 1)
      assert.match(reader.warnings[0]!, problem)
      assert.match(reader.warnings[0]!, /^The pack of commits 1000 to 1999 is not used: /)
      assert.deepEqual(reader.index.db.all('select * from commits where problem is not null'), [])
    })
  it('K4 is missing: it is passed over, and made', async () => {
    const reader = aReader(await packed(3100, [0, 1000]))
    assert.deepEqual(await readBy(reader), await plainly(3100))
    assert.deepEqual(reader.warnings, ['The pack of commits 0 to 999 is missing.'])
    assert.equal(await reader.log.pack(), 2)
  })
  it('K4 is gone, or may not be read: it is passed over', async () => {
    const store = await packed(1000)
    for (const answer of [async () => undefined, unreachable]) {
      const reader = aReader(having(store, { get: (key) => (key.startsWith('packs/') ? answer() : store.get(key)) }))
      assert.deepEqual(await readBy(reader), await plainly(1000))
      assert.equal(reader.warnings.length, 1)
    }
  })
  it('K4 the first that is right is used, and one that is wrong is no reason not to pack', async () => {
    const store = await packed(1000, [0])
    const { key, bytes } = (await makePack(0, runFrom(0, foreign)))!
    await store.putNew(key, bytes)
    const one = aReader(store)
    await one.log.sync()
    assert.deepEqual([one.warnings.length, await one.log.pack()], [1, 1])
    const other = aReader(store)
    assert.deepEqual(await readBy(other), await plainly(1000))
    assert.ok(countOf(other.asked, 'get log') < 10)
  })
  it('K4 what is no pack, or could be none, is not looked at', async () => {
    const store = await packed(1000)
    for (const name of ['readme', packKey(1, sha256Hex('')), `${packKey(0, sha256Hex(''))}.tmp`])
      await store.putNew(name.startsWith('packs/') ? name : `packs/${name}`, Buffer.from('noise'))
    const { log, warnings, asked } = aReader(store)
    await log.sync()
    assert.deepEqual([warnings, countOf(asked, 'get packs')], [[], 1])
  })
  it('K4 one that is said to be far beyond the log changes nothing', async () => {
    const store = await packed(1100)
    await store.putNew(packKey(9_007_199_254_740_000, sha256Hex('')), Buffer.from('noise'))
    const { log, index, warnings } = aReader(store)
    await log.sync()
    assert.deepEqual([index.head()?.seq, warnings.length], [1099, 1])
  })
  it('K3 the log itself is what is verified', async () => {
    const store = await packed(1000)
    const reads: string[] = []
    const noting = having(store, { get: (key) => (reads.push(key), store.get(key)) })
    assert.equal((await logOf(noting)).length, 1000)
    assert.deepEqual(
      reads.filter((key) => !key.startsWith('log/')),
      [],
    )
  })
})
