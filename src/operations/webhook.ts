import { request, type RequestOptions } from 'node:https'
import { isIPv6, type LookupFunction } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { cancelled } from '../core/errors'
import {
  webhookNotHttps,
  webhookPrivate,
  webhookRedirects,
  webhookRejected,
  webhookUnreachable,
} from '../core/notifyErrors'
import type { RegistryError } from '../core/registryError'
import { addressesOf, httpsUrl, isPublic } from './webhookAddress'

export interface PostWebhook {
  /** For a whole try, from the name of the host to the answer, in milliseconds. */
  timeout?: number
  tries?: number
  signal?: AbortSignal | undefined
  /** Whether an address may be called; those of the public internet when left out. */
  isAllowed?: (address: string) => boolean
  /** Every address of a host; what the system says when left out. */
  resolve?: (url: URL) => Promise<string[]>
  /** Certificates to trust instead of the usual ones, as PEM. */
  ca?: string
}

/** The most that is waited before another try, and that is read of an answer, which says nothing of interest. */
const longestWait = 10_000
const enoughRead = 64 * 1024

/**
 * Posts `body` as JSON to a webhook. What may do better later is tried again. No redirect is followed, and nothing is
 * sent into a private network: each try asks for the host's addresses, all must be public, and one of exactly these
 * is called. Throws webhook-refused, webhook-unreachable or cancelled, which tell the host, and nothing else of the address.
 */
export async function postWebhook(address: string, body: unknown, options: PostWebhook = {}): Promise<void> {
  const { timeout = 5000, tries = 3, signal } = options
  const url = httpsUrl(address)
  if (!url) throw webhookNotHttps('the setting')
  const text = Buffer.from(JSON.stringify(body))
  for (let turn = 1; ; turn++) {
    if (signal?.aborted) throw cancelled()
    const { problem, wait } = await attempt(url, text, AbortSignal.timeout(timeout), options)
    if (signal?.aborted) throw cancelled()
    if (!problem) return
    if (wait === undefined || turn >= tries) throw problem
    const pause = Math.max(wait, 250 * 2 ** turn * (0.5 + Math.random()))
    await sleep(pause, undefined, signal ? { signal } : {}).catch(() => {
      throw cancelled()
    })
  }
}

interface Outcome {
  problem?: RegistryError
  /** Milliseconds until it is worth another try; undefined when it is not. */
  wait?: number
}

async function attempt(url: URL, text: Buffer, deadline: AbortSignal, options: PostWebhook): Promise<Outcome> {
  const { signal, resolve = addressesOf, isAllowed = isPublic } = options
  const stop = signal ? AbortSignal.any([deadline, signal]) : deadline
  try {
    const addresses = await orStopped(resolve(url), stop)
    if (!addresses.length || !addresses.every(isAllowed)) return { problem: webhookPrivate(url.hostname) }
    return outcomeOf(url.hostname, await send(url, text, addresses, stop, options.ca))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = deadline.aborted ? 'it does not answer in time' : typeof code === 'string' ? code : 'the line broke'
    return { problem: webhookUnreachable(url.hostname, why), wait: 0 }
  }
}

/** What a request came to: its status, and when the host wants to be asked again. */
interface Answered {
  status: number
  retryAfter: string | undefined
}

function outcomeOf(host: string, { status, retryAfter }: Answered): Outcome {
  if (status >= 200 && status < 300) return {}
  if (status >= 300 && status < 400) return { problem: webhookRedirects(host, status) }
  if (status >= 500)
    return { problem: webhookUnreachable(host, `it answers ${status}`, { status }), wait: waitIn(retryAfter) }
  const problem = webhookRejected(host, status)
  return status === 408 || status === 429 ? { problem, wait: waitIn(retryAfter) } : { problem }
}

/** How many milliseconds a Retry-After asks for, in seconds or with a date; no more than anybody wants to wait. */
export function waitIn(retryAfter = '', now = Date.now()): number {
  const wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now
  return Math.min(Math.max(0, wait) || 0, longestWait)
}

function send(
  url: URL,
  text: Buffer,
  addresses: string[],
  signal: AbortSignal,
  ca: string | undefined,
): Promise<Answered> {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  // Not asked a second time: a name server might answer something else.
  const lookup: LookupFunction = (_, { all }, done) =>
    all ? done(null, found) : done(null, found[0]!.address, found[0]!.family)
  const headers = { 'content-type': 'application/json', 'content-length': text.length, 'user-agent': 'pedigree' }
  const options: RequestOptions = { method: 'POST', headers, lookup, agent: false, rejectUnauthorized: true, signal }
  return new Promise((resolve, reject) => {
    let answered: Answered | undefined
    // However the body of an answer ends, its status has been told.
    const end = (error?: Error) => (answered ? resolve(answered) : reject(error ?? new Error('no answer came')))
    const sent = request(url, ca === undefined ? options : { ...options, ca }, (response) => {
      answered = { status: response.statusCode!, retryAfter: response.headers['retry-after'] }
      let read = 0
      response.on('data', ({ length }: Buffer) => {
        if ((read += length) > enoughRead) response.destroy()
      })
      response.on('error', end)
      response.once('close', end)
    })
    sent.on('error', end)
    sent.end(text)
  })
}

/** What cannot be stopped is not waited for any longer. */
function orStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
