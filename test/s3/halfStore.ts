import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { S3Settings } from '../../src/store/s3Settings'
import { newBucket } from './buckets'

/** How a store falls short of what a registry needs. */
export type Shortcoming =
  /** It takes no notice of If-None-Match. */
  | 'overwrites'
  /** It looks whether a key is there, and then writes. */
  | 'looks first'
  /** It does not know If-None-Match, and says so. */
  | 'knows no condition'
  /** It takes no notice of where a list is to start. */
  | 'lists all'
  /** It remembers for a while that something was not there. */
  | 'remembers absence'
  /** It tells who was too late to try again. */
  | 'says busy'
  /** It does so only when several write at once. */
  | 'says busy in a race'
  /** It keeps versions as AWS does: a delete marker makes a key free again. */
  | 'keeps versions'
  | 'none'

const careless = new Set<Shortcoming>(['overwrites', 'looks first'])
const signed = ['authorization', 'host', 'x-amz-date', 'x-amz-content-sha256']

export interface HalfStore {
  settings: S3Settings
  /** The most requests that were under way at once. */
  busiest: number
  close(): Promise<void>
}

/** A store over HTTP in front of the real one, which lets everybody in, as signatures do not survive the change. */
export async function halfStore(shortcoming: Shortcoming): Promise<HalfStore> {
  const settings = await newBucket({ allows: { who: '*', actions: ['s3:*'] } })
  const { hostname, port } = new URL(settings.endpoint!)
  const agent = new Agent({ keepAlive: true })
  const absent = new Set<string>()
  let underWay = 0

  const server = createServer((asked, answer) => {
    store.busiest = Math.max(store.busiest, ++underWay)
    answer.on('close', () => underWay--)
    respond(asked, answer).catch(() => answer.destroy())
  })

  async function respond(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method, headers } = asked
    const body = await buffer(asked)
    const isCreate = headers['if-none-match'] !== undefined
    let path = asked.url!
    if (shortcoming === 'lists all') path = path.replace(/&?start-after=[^&]*/, '')
    if (shortcoming === 'knows no condition' && isCreate) return refuse(answer, 501, 'NotImplemented')
    if (shortcoming === 'looks first' && isCreate) {
      const there = await forward('HEAD', path.replace(/\?.*/, ''), {}, Buffer.alloc(0))
      if (there.status === 200) return refuse(answer, 412, 'PreconditionFailed')
    }
    if (shortcoming === 'remembers absence' && method === 'GET' && absent.has(path))
      return refuse(answer, 404, 'NoSuchKey')
    const sent = Object.entries(headers).filter(
      ([name]) => !signed.includes(name) && !(careless.has(shortcoming) && name === 'if-none-match'),
    )
    const got = await forward(method!, path, Object.fromEntries(sent) as Record<string, string>, body)
    if (got.status === 404) absent.add(path)
    if (shortcoming === 'keeps versions' && method === 'PUT') got.headers['x-amz-version-id'] = 'one'
    const isBusy = shortcoming === 'says busy' || (shortcoming === 'says busy in a race' && underWay > 4)
    if (isBusy && got.status === 412) return refuse(answer, 409, 'ConditionalRequestConflict')
    answer.writeHead(got.status, got.headers).end(got.body)
  }

  async function forward(method: string, path: string, headers: Record<string, string>, body: Buffer) {
    const response = await new Promise<IncomingMessage>((done, failed) =>
      request({ hostname, port, agent, method, path, headers }, done).on('error', failed).end(body),
    )
    return { status: response.statusCode!, headers: response.headers, body: await buffer(response) }
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const store: HalfStore = {
    settings: { ...settings, endpoint },
    busiest: 0,
    close: async () => {
      agent.destroy()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return store
}

function refuse(answer: ServerResponse, status: number, code: string): void {
  answer.writeHead(status).end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`)
}
