import { RegistryError } from '../core/registryError'
import { clockProbe } from './clockProbe'
import { fail, info, pass, type Probe, warn } from './finding'
import { logKey } from './keys'
import type { BucketPlace } from './s3ProbePlace'
import { createOnlyOnce, createRace, largeFiles, largeFilesOnce, versioning, wrongHash } from './s3WriteProbes'
import { whatIsThere } from './whatIsThere'

/** In the order in which they are made: what the others need comes first. */
const reach: Probe<BucketPlace> = {
  name: 'reach',
  isEssential: true,
  run: async ({ registry, client }) => {
    const start = performance.now()
    const took = () => `answers in ${Math.round(performance.now() - start)} ms`
    const where = client.endpoint ?? client.bucket
    const well = 'It is there, and it speaks S3.'
    try {
      await whatIsThere(registry)
      return pass(`${where} ${took()}`, well)
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      if (error.code === 'no-credentials') return info('not asked', 'Nothing is sent without credentials.')
      if (error.code !== 'wrong-credentials' && error.code !== 'no-permission') throw error
      return pass(`${where} ${took()}`, well)
    }
  },
}

const credentials: Probe<BucketPlace> = {
  name: 'credentials',
  isEssential: true,
  run: async (place) => {
    await whatIsThere(place.registry)
    const { client } = place
    place.hasWritten = true
    const mine = { Key: 'mine', Body: Buffer.from('mine'), ContentLength: 4 }
    const expected = ['exists', 'not-implemented'] as const
    const answer = await client.ask('put', mine, { headers: client.createOnly, expected })
    const version = typeof answer === 'string' ? undefined : answer.VersionId
    place.isVersioned = version !== undefined && version !== 'null'
    await place.store.get('mine')
    return pass('may list, read and write', 'It is all that a registry needs; nothing more should be permitted.')
  },
}

const contents: Probe<BucketPlace> = {
  name: 'contents',
  isEssential: false,
  run: async ({ registry }) => {
    const there = await whatIsThere(registry)
    if (there === 'registry') return info('a registry', 'It is left as it is.')
    if (there === 'nothing') return info('nothing yet', 'Make a registry here with: pedigree init.')
    return warn(`something else: ${there.key}`, 'No registry is made where other things are: name another prefix.')
  },
}

/** How many keys are written and looked for at once. */
const tries = 16
const several = Array.from({ length: tries }, (_, i) => i)

const readAfterWrite: Probe<BucketPlace> = {
  name: 'read after write',
  isEssential: true,
  run: async ({ store }) => {
    const seen = await Promise.all(
      several.map(async (i) => {
        const key = `read/${i}`
        // An answer that nothing is there must not be remembered by whatever is in between.
        await store.get(key)
        await store.putNew(key, Buffer.from(key))
        const [body, size] = await Promise.all([store.get(key), store.sizeOf(key)])
        return Buffer.from(body ?? '').toString() === key && size === key.length
      }),
    )
    const count = seen.filter(Boolean).length
    const found = `${count} of ${tries} read at once`
    return count === tries
      ? pass(found, 'A commit is seen by everybody as soon as it is written.')
      : fail(found, 'A commit that is not seen at once is taken for none. Is there a cache in front of the store?')
  },
}

const listAfterWrite: Probe<BucketPlace> = {
  name: 'list after write',
  isEssential: true,
  run: async ({ store }) => {
    const seen = await Promise.all(
      several.map(async (i) => {
        await store.putNew(`list/${i}`, Buffer.from('a'))
        for await (const key of store.list(`list/${i}`)) if (key === `list/${i}`) return true
        return false
      }),
    )
    const count = seen.filter(Boolean).length
    const found = `${count} of ${tries} listed at once`
    return count === tries
      ? pass(found, 'Who catches up from a list misses nothing.')
      : fail(found, 'Who catches up from a list would miss commits.')
  },
}

const listOrder: Probe<BucketPlace> = {
  name: 'list order',
  isEssential: true,
  run: async ({ client, store }) => {
    // Not one below another, as some stores keep keys in folders.
    const keys = [logKey(2), logKey(10), logKey(1), 'log/A', 'log/a.b', 'log/a/b'].map((key) => `order/${key}`)
    await Promise.all(keys.map((key) => store.putNew(key, Buffer.from(key))))
    const wanted = [...keys].sort()
    const after = `order/${logKey(2)}`
    const [all, rest, between] = await Promise.all([
      inPages({}),
      inPages({ StartAfter: client.prefix + after }),
      // A key that is not there.
      inPages({ StartAfter: `${client.prefix}order/log/B` }),
    ])
    if (all.join() !== wanted.join())
      return fail('not in byte order', 'A log can only be read from a list that is in order.')
    const isRight = (found: string[], start: string) => found.join() === wanted.filter((key) => key > start).join()
    return isRight(rest, after) && isRight(between, 'order/log/B')
      ? pass('byte order, from any key on, over several pages', 'The log can be read from any place on.')
      : fail('StartAfter is not obeyed', 'Who catches up from a list would read the wrong part of the log.')

    /** Pages of two, as a long log has many. */
    async function inPages(start: { StartAfter?: string }): Promise<string[]> {
      const found: string[] = []
      let next: { ContinuationToken?: string } | undefined = {}
      for (let page = 0; next && page < keys.length; page++) {
        const asked: object = { Prefix: `${client.prefix}order/`, MaxKeys: 2, ...start, ...next }
        const answer = await client.ask<'list'>('list', asked)
        for (const { Key = '' } of answer.Contents ?? []) found.push(Key.slice(client.prefix.length))
        next = answer.NextContinuationToken ? { ContinuationToken: answer.NextContinuationToken } : undefined
      }
      return found
    }
  },
}

const latency: Probe<BucketPlace> = {
  name: 'latency',
  isEssential: false,
  run: async ({ store }) => {
    const [puts, gets]: [number[], number[]] = [[], []]
    const timed = async (times: number[], work: () => Promise<unknown>) => {
      const start = performance.now()
      await work()
      times.push(performance.now() - start)
    }
    for (let i = 0; i < 10; i++) {
      await timed(puts, () => store.putNew(`latency/${i}`, Buffer.alloc(1000, i)))
      await timed(gets, () => store.get(`latency/${i}`))
    }
    const median = (times: number[]) => Math.round(times.sort((a, b) => a - b)[5]!)
    const [put, get] = [median(puts), median(gets)]
    const rate = Math.max(1, Math.round(1000 / Math.max(1, put + 2 * get)))
    return info(`put ${put} ms, get ${get} ms`, `About ${rate} commits a second, from all writers together.`)
  },
}

export const bucketProbes: readonly Probe<BucketPlace>[] = [
  reach,
  credentials,
  contents,
  clockProbe,
  createOnlyOnce,
  createRace,
  readAfterWrite,
  listAfterWrite,
  listOrder,
  wrongHash,
  versioning,
  largeFiles,
  largeFilesOnce,
  latency,
]
