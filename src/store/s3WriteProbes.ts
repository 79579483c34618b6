import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RegistryError } from '../core/registryError'
import { fail, info, pass, type Probe, warn, writers } from './finding'
import { logKey } from './keys'
import { backOff } from './s3Client'
import { type BucketPlace, create, said } from './s3ProbePlace'
import { startLine } from './startLine'

const sha256Of = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const isSingleWriter = ({ settings }: BucketPlace) => settings.createOnly === 'none'
const single = warn('not tried: s3.createOnly is none', 'It is safe while one process writes at a time, and only then.')

/** Why a store may overwrite, and what to do. */
const overwrites = ({ isVersioned, settings }: BucketPlace) =>
  isVersioned
    ? 'Where it keeps versions, this store creates a key again and again. Use a bucket without versions.'
    : settings.createOnly && settings.createOnly !== 'if-none-match'
      ? `Two people who write at once would overwrite each other. Is s3.createOnly: ${settings.createOnly} what this store knows?`
      : 'Two people who write at once would overwrite each other. Google, Alibaba and Tencent need another s3.createOnly; other stores may need an update.'

export const createOnlyOnce: Probe<BucketPlace> = {
  name: 'second create',
  isEssential: true,
  run: async (place) => {
    if (isSingleWriter(place)) return single
    const first = await attempt('first')
    // An earlier try may have arrived without an answer.
    const isThere = first === '200' || (first === '412' && (await there()) === 'first')
    if (!isThere) return fail(`${first} to a create`, overwrites(place))
    const second = await attempt('second')
    if ((await there()) !== 'first') return fail(`${second}: overwritten`, overwrites(place))
    if (second === '412') return pass(second, 'What is written stays as it is.')
    if (second === '200') return fail(`${second}, and the first stayed`, 'Who was too late would not be told.')
    return fail(second, 'It refuses as if it were busy: what is stored already could not be told from trouble.')

    async function there(): Promise<string> {
      return Buffer.from((await place.store.get('log/once')) ?? '').toString()
    }

    /** A store may be busy for once. */
    async function attempt(text: string, turn = 1): Promise<string> {
      const answer = await said(place.client, create(place, 'log/once', Buffer.from(text)))
      if (turn === 3 || !/^(409|5\d\d|no answer)$/.test(answer) || answer === '501') return answer
      await backOff(turn, undefined)
      return attempt(text, turn + 1)
    }
  },
}

export const createRace: Probe<BucketPlace> = {
  name: 'create race',
  isEssential: true,
  run: async (place) => {
    if (isSingleWriter(place)) return single
    const { client, store, rounds } = place
    // Opens as many connections as there are writers.
    const looking = () => client.ask('head', { Key: logKey(0) }, { expected: ['absent'] })
    await Promise.all(Array.from({ length: writers }, looking))
    const tally: Record<string, number> = {}
    let most = 0
    let undecided = 0
    let lost = 0
    for (let round = 0; round < rounds; round++) {
      const bodies = Array.from({ length: writers }, (_, i) => Buffer.from(`${i} `.repeat(200)))
      const line = startLine(writers)
      const answers = await Promise.all(
        bodies.map((body) =>
          said(
            client,
            line.after(() => create(place, logKey(round), body, { ready: line.arrive })),
          ),
        ),
      )
      for (const answer of answers) tally[answer] = (tally[answer] ?? 0) + 1
      const winners = bodies.filter((_, i) => answers[i] === '200')
      const there = await store.get(logKey(round))
      most = Math.max(most, winners.length)
      if (!winners.length) undecided++
      else if (!there || !winners.some((body) => body.equals(there))) lost++
    }
    const counts = Object.entries(tally).map(([answer, count]) => `${count} × ${answer}`)
    const found = `${rounds} rounds of ${writers}: ${counts.join(', ')}`
    if (most > 1) return fail(`${found}; up to ${most} won`, overwrites(place))
    if (lost) return fail(`${found}; ${lost} won and were overwritten`, overwrites(place))
    if (undecided === rounds) return fail(found, overwrites(place))
    if (undecided || Object.keys(tally).some((answer) => answer !== '200' && answer !== '412'))
      return warn(found, 'Nobody is overwritten; who loses is told so in another way than S3 does, and asks again.')
    return pass(found, 'Of those who write at the same moment exactly one succeeds.')
  },
}

export const wrongHash: Probe<BucketPlace> = {
  name: 'wrong hash',
  isEssential: false,
  run: async (place) => {
    const headers = { 'x-amz-content-sha256': sha256Of(Buffer.from('what was meant')) }
    const answer = await said(place.client, create(place, 'log/damaged', Buffer.from('what arrives'), { headers }))
    const there = await place.store.get('log/damaged')
    if (answer === '200')
      return warn('taken in', 'What is damaged on its way is noticed when it is read, and not before.')
    return there
      ? fail(`${answer}, and yet it is there`, 'What is damaged on its way would be taken for a commit.')
      : pass(`${answer}, and nothing is there`, 'What is damaged on its way is not taken in.')
  },
}

export const versioning: Probe<BucketPlace> = {
  name: 'versions',
  isEssential: false,
  run: async (place) => {
    const { client, isVersioned } = place
    const state = isVersioned ? 'kept' : 'not kept'
    const attempt = (body: string) => said(client, create(place, 'log/versions', Buffer.from(body)))
    await attempt('one')
    const again = isSingleWriter(place) ? '412' : await attempt('two')
    try {
      await client.ask('remove', { Key: 'log/versions' })
    } catch (error) {
      if (!(error instanceof RegistryError) || error.code !== 'no-permission') throw error
      return pass(`${state}; deleting is denied`, 'With these credentials nobody can take a commit away.')
    }
    const reopened = (await attempt('three')) === '200'
    if (isVersioned && again === '200') return fail(`${state}; a key is created a second time`, overwrites(place))
    if (isVersioned && reopened)
      return warn(
        `${state}; a delete marker opens a key again`,
        'Who may delete can put another commit in the place of one: deny deletes. See: pedigree doctor --policy.',
      )
    if (isVersioned) return pass(`${state}; a deleted key stays taken`, 'What was written can be brought back.')
    return pass(
      `${state}; what was written here may be deleted`,
      'What is deleted is gone: have the store deny it for the log. See: pedigree doctor --policy.',
    )
  },
}

/** The smallest file that travels in two parts. */
const size = 5 * 1024 * 1024 + 1

export const largeFiles: Probe<BucketPlace> = {
  name: 'large files',
  isEssential: false,
  run: async ({ store }) => {
    const folder = await mkdtemp(join(tmpdir(), 'pedigree-doctor-'))
    try {
      const path = join(folder, 'large')
      const bytes = randomBytes(size)
      await writeFile(path, bytes)
      const sha256 = sha256Of(bytes)
      await store.putFile('blobs/large', path, sha256)
      return (await store.hashOf('blobs/large')) === sha256
        ? pass('sent in parts, and read back whole', 'Files of any size can be registered.')
        : fail('read back, it is not what was sent', 'Large files would be damaged.')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

export const largeFilesOnce: Probe<BucketPlace> = {
  name: 'large file again',
  isEssential: false,
  run: async (place) => {
    const { client, store } = place
    const Key = 'blobs/again'
    await store.putNew(Key, Buffer.from('first'))
    const { UploadId } = await client.ask('createUpload', { Key })
    const Body = Buffer.from('second')
    const part = { Key, UploadId, PartNumber: 1, Body, ContentLength: Body.length }
    const { ETag } = await client.ask('uploadPart', part, { headers: { 'x-amz-content-sha256': sha256Of(Body) } })
    const complete = { Key, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }
    const answer = await said(client, client.once('completeUpload', complete, { headers: client.createOnly }))
    if (answer !== '200')
      await client.ask('abortUpload', { Key, UploadId }, { expected: ['no-upload'] }).catch(() => {})
    const there = Buffer.from((await store.get(Key)) ?? '').toString()
    if (there === 'first')
      return pass(`${answer}, and the first stayed`, 'A large file is stored once, like a small one.')
    return info(
      `${answer}: stored again`,
      'It does no harm: what has the same key has the same bytes, and whoever reads checks them.',
    )
  },
}
