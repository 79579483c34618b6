import assert from 'node:assert/strict'
import { storeUnreachable } from '../../src/core/errors'
import { sha256Hex } from '../../src/log/canonical'
import { BlobsNeeded, shelf } from '../../src/log/shelf'
import { blobKey } from '../../src/store/keys'
import { memoryStore } from '../../src/store/memoryStore'
import { rejects } from '../refuses'
import { having } from './clients'

const bytes = (text: string) => new TextEncoder().encode(text)
const [one, two] = [bytes('one'), bytes('two')]

describe('blobs that questions look into', () => {
  it('CA10 are fetched, and the question is put again', async () => {
    const store = memoryStore()
    for (const blob of [one, two]) await store.putNew(blobKey(sha256Hex(blob)), blob)
    const blobs = shelf(store)
    let asked = 0
    const answer = await blobs.serve(() => {
      asked++
      return [one, two].map((blob) => Buffer.from(blobs.get(sha256Hex(blob))!).toString())
    })
    assert.deepEqual([answer, asked], [['one', 'two'], 3])
    assert.deepEqual(blobs.get(sha256Hex(one)), one, 'and are at hand from now on')
    assert.throws(() => blobs.get(sha256Hex('three')), BlobsNeeded)
  })
  it('CA10 are none where the store has none, or another one', async () => {
    const store = memoryStore()
    await store.putNew(blobKey(sha256Hex(one)), two)
    const blobs = shelf(store)
    const question = () => [sha256Hex(one), sha256Hex('gone')].map((sha256) => blobs.get(sha256))
    assert.deepEqual(await blobs.serve(question), [undefined, undefined])
    await store.putNew(blobKey(sha256Hex('gone')), bytes('gone'))
    assert.deepEqual(await blobs.serve(question), [undefined, bytes('gone')], 'it is looked for again')
  })
  it('CA10 are none where they are larger than any document', async () => {
    const large = new Uint8Array(16 * 1024 * 1024 + 1)
    const store = memoryStore()
    await store.putNew(blobKey(sha256Hex(large)), large)
    const kept = having(store, { get: () => assert.fail('it was fetched') })
    const blobs = shelf(kept)
    assert.equal(await blobs.serve(() => blobs.get(sha256Hex(large))), undefined)
  })
  it('CA11 are found before they are in the store', async () => {
    const blobs = shelf(memoryStore())
    assert.equal(await blobs.serve(() => Buffer.from(blobs.get(blobs.hold(one))!).toString()), 'one')
  })
  it('CA11 fail with the store, or are none for who can do without', async () => {
    const refuse = () => Promise.reject(storeUnreachable('the test'))
    const away = having(memoryStore(), { get: refuse, sizeOf: refuse })
    const blobs = shelf(away)
    const question = () => blobs.get(sha256Hex(one))
    await rejects(blobs.serve(question), 'store-unreachable')
    assert.equal(await blobs.serve(question, 'or none'), undefined)
    assert.deepEqual([...(await blobs.all([sha256Hex(one), blobs.hold(two)])).values()], [two])
    await rejects(blobs.serve(question), 'store-unreachable')
  })
  it('CA10 what somebody else throws is thrown', async () => {
    const blobs = shelf(memoryStore())
    await assert.rejects(
      blobs.serve(() => {
        throw new TypeError('no')
      }),
      TypeError,
    )
  })
  it('CA10 take a limited room, however many were looked into', async () => {
    const store = memoryStore()
    const blobs = shelf(store)
    const large = Array.from({ length: 20 }, (_, i) => new Uint8Array(5 * 1024 * 1024).fill(i))
    const hashes = large.map((blob) => sha256Hex(blob))
    for (const blob of large) await store.putNew(blobKey(sha256Hex(blob)), blob)
    assert.equal((await blobs.all(hashes)).size, 20)
    const kept = hashes.filter((sha256) => {
      try {
        return blobs.get(sha256)
      } catch {
        return false
      }
    })
    assert.equal(kept.length, 12)
  })
})
