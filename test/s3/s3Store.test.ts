import assert from 'node:assert/strict'
import { sha256Hex } from '../../src/log/canonical'
import { logKey } from '../../src/store/keys'
import { s3Client } from '../../src/store/s3Client'
import { s3Store } from '../../src/store/s3Store'
import { refuses, rejects } from '../refuses'
import { bytes, keysOf, objectStoreContract } from '../store/objectStore.contract'
import { anywhere, somewhere } from './server'

objectStoreContract('a bucket', async () => s3Store(await somewhere()))

describe('a bucket', () => {
  it('S4 lets exactly one of 32 writers win, 20 times', async () => {
    // Connections of their own, as of as many people.
    const settings = anywhere()
    const writers = Array.from({ length: 32 }, () => s3Store(settings))
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all(writers.map((store, i) => store.putNew(logKey(round), bytes(`writer ${i}`))))
      assert.equal(answers.filter((answer) => answer === 'created').length, 1)
      const there = Buffer.from((await writers[0]!.get(logKey(round)))!).toString()
      assert.equal(there, `writer ${answers.indexOf('created')}`)
    }
  })

  it('S7 takes in nothing whose hash is not the one that was told', async () => {
    const settings = anywhere()
    const headers = { 'x-amz-content-sha256': sha256Hex('other') }
    const asked = s3Client(settings).ask('put', { Key: 'log/1', Body: bytes('one') }, { headers })
    await rejects(asked, 'transfer-damaged')
    assert.deepEqual(await keysOf(s3Store(settings), ''), [])
  })

  it('S5 lists more than one page', async () => {
    const store = s3Store(anywhere())
    const keys = Array.from({ length: 1005 }, (_, i) => logKey(i))
    for (let at = 0; at < keys.length; at += 67)
      await Promise.all(keys.slice(at, at + 67).map((key) => store.putNew(key, bytes(key))))
    assert.deepEqual(await keysOf(store, 'log/'), keys)
    assert.deepEqual(await keysOf(store, 'log/', keys[2]), keys.slice(3))
  })

  it('S9 says what time it is when it has not been asked anything yet', async () => {
    const now = await s3Store(anywhere()).now()
    assert.ok(Math.abs(now - Date.now()) < 5000)
  })

  it('S10 is missing until something is in it', async () => {
    await rejects(s3Store(anywhere()).check(), 'registry-missing')
  })
  for (const url of ['s3://', 's3:bucket', 's3://no_slash?', 's3://b', 's3://bucket/../other'])
    it(`S10 cannot be at ${url}`, () => void refuses(() => s3Store({ url }), 'bad-usage'))
})
