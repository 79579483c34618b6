import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { S3Settings } from '../../src/store/s3Settings'
import { newBucket } from './buckets'

/** What has become of an object: its class, and of its restore. */
interface Kept {
  storageClass: string
  restore: 'none' | 'running' | 'ready'
}

/** How AWS answers where Ceph cannot: with classes that have to be restored. The bytes stay in the real store. */
export interface Glacier {
  settings: S3Settings
  /** Puts everything below `blobs/` that was stored so far into a class; with a tier, into an archive of Intelligent-Tiering. */
  archive(storageClass: string, tier?: string): void
  /** What was asked to be restored is. */
  finish(): void
  /** As what AWS answers to the next such request instead of doing it; `lost` does it, and answers nothing. */
  next(what: 'copy' | 'restore' | 'head', answer: { status: number; code: string } | 'lost'): void
  /** What was asked, but for reading: `restore 7 Standard`, `copy GLACIER`. */
  asked: string[]
  /** How many objects were asked about, and read. */
  counts: { head: number; get: number }
  /** Headers that a HEAD has of whatever is not in STANDARD. */
  says: Record<string, string>
  close(): Promise<void>
}

const signed = ['authorization', 'host', 'x-amz-date', 'x-amz-content-sha256']
const archives = ['GLACIER', 'DEEP_ARCHIVE']
const until = 'Fri, 21 Dec 2040 00:00:00 GMT'

/**
 * A server in front of the real one that says of storage classes what AWS documents:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_RestoreObject.html and API_HeadObject.html, API_GetObject.html.
 */
export async function glacier(): Promise<Glacier> {
  const settings = await newBucket({ allows: { who: '*', actions: ['s3:*'] } })
  const { hostname, port } = new URL(settings.endpoint!)
  const agent = new Agent({ keepAlive: true })
  const kept = new Map<string, Kept & { tier?: string }>()
  const known = new Set<string>()
  const instead = new Map<string, { status: number; code: string } | 'lost'>()

  const server = createServer((asked, answer) => {
    respond(asked, answer).catch(() => answer.destroy())
  })

  async function respond(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method, headers } = asked
    const body = await buffer(asked)
    const [path, query = ''] = asked.url!.split('?') as [string, string?]
    const isRestore = method === 'POST' && /^restore\b/.test(query)
    const what = isRestore ? 'restore' : headers['x-amz-copy-source'] ? 'copy' : method!.toLowerCase()
    const planned = instead.get(what)
    if (planned) {
      instead.delete(what)
      if (planned !== 'lost') return refuse(answer, planned.status, planned.code)
    }
    const end = (status: number, text = '') =>
      planned === 'lost' ? void answer.destroy() : void answer.writeHead(status).end(text)
    const found = kept.get(path) ?? { storageClass: 'STANDARD', restore: 'none' }
    const isArchived = (archives.includes(found.storageClass) || found.tier) && found.restore !== 'ready'
    if (isRestore) {
      const [days, tier] = ['Days', 'Tier'].map((name) => new RegExp(`<${name}>(\\w+)<`).exec(body.toString())?.[1])
      glacierStore.asked.push(`restore ${days ?? '-'} ${tier}`)
      if (!archives.includes(found.storageClass) && !found.tier) return refuse(answer, 403, 'InvalidObjectState')
      if (found.restore === 'running') return refuse(answer, 409, 'RestoreAlreadyInProgress')
      if (found.restore === 'ready') return end(200)
      kept.set(path, { ...found, restore: 'running' })
      return end(202)
    }
    if (what === 'copy') {
      const storageClass = String(headers['x-amz-storage-class'])
      glacierStore.asked.push(`copy ${storageClass}`)
      if (found.storageClass === storageClass) return refuse(answer, 400, 'InvalidRequest')
      if (isArchived) return refuse(answer, 403, 'InvalidObjectState', found)
      kept.set(path, { storageClass, restore: 'none' })
      return end(200, '<CopyObjectResult><ETag>"a"</ETag></CopyObjectResult>')
    }
    if (method === 'GET' && !query.includes('list-type')) {
      if (path.includes('/blobs/')) glacierStore.counts.get++
      if (isArchived) return refuse(answer, 403, 'InvalidObjectState', found)
    }
    const sent = Object.entries(headers).filter(([name]) => !signed.includes(name)) as [string, string][]
    const got = await forward(method!, asked.url!, Object.fromEntries(sent), body)
    if (method === 'PUT' && path.includes('/blobs/')) known.add(path)
    if (method === 'HEAD') {
      if (path.includes('/blobs/')) glacierStore.counts.head++
      if (found.storageClass !== 'STANDARD')
        Object.assign(got.headers, { 'x-amz-storage-class': found.storageClass }, glacierStore.says)
      if (found.tier) got.headers['x-amz-archive-status'] = found.tier
      if (found.restore === 'running') got.headers['x-amz-restore'] = 'ongoing-request="true"'
      if (found.restore === 'ready') got.headers['x-amz-restore'] = `ongoing-request="false", expiry-date="${until}"`
    }
    answer.writeHead(got.status, got.headers).end(got.body)
  }

  async function forward(method: string, path: string, headers: Record<string, string>, body: Buffer) {
    const response = await new Promise<IncomingMessage>((done, failed) =>
      request({ hostname, port, agent, method, path, headers }, done).on('error', failed).end(body),
    )
    return { status: response.statusCode!, headers: response.headers, body: await buffer(response) }
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const glacierStore: Glacier = {
    settings: { ...settings, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    archive: (storageClass, tier) => {
      for (const path of known) kept.set(path, { storageClass, restore: 'none', ...(tier ? { tier } : {}) })
    },
    finish: () => {
      for (const one of kept.values()) if (one.restore === 'running') one.restore = 'ready'
    },
    next: (what, answer) => void instead.set(what, answer),
    asked: [],
    says: {},
    counts: { head: 0, get: 0 },
    close: async () => {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return glacierStore
}

function refuse(answer: ServerResponse, status: number, code: string, kept?: Kept & { tier?: string }): void {
  const state = kept
    ? `<StorageClass>${kept.storageClass}</StorageClass>${kept.tier ? `<AccessTier>${kept.tier}</AccessTier>` : ''}`
    : ''
  answer
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message>${state}</Error>`)
}
