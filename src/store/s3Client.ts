import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { cancelled } from '../core/errors'
import { frugalSockets } from './frugalSockets'
import { isProbePlace } from './keys'
import { type Answer, answerOf, neverSent, refusalOf, retryAfter, troubleOf } from './s3Errors'
import type { connect, requests } from './s3Sdk'
import { createOnlyHeaders, placeOf, type S3Settings } from './s3Settings'

type Requests = typeof requests
type SdkClient = ReturnType<typeof connect>
type SentRequest = Parameters<SdkClient['config']['requestHandler']['handle']>[0]
type Input<Name extends keyof Requests> = ConstructorParameters<Requests[Name]>[0]
type Output<Name extends keyof Requests> =
  InstanceType<Requests[Name]> extends { resolveMiddleware(...args: never[]): (...args: never[]) => Promise<infer R> }
    ? R extends { output: infer O }
      ? O
      : never
    : never

export interface Asking {
  /** Added before the request is signed. */
  headers?: Record<string, string> | undefined
  signal?: AbortSignal | undefined
  /** Awaited when the request is signed, just before it is sent. */
  ready?: (() => Promise<void>) | undefined
}

/** Where an input says what is asked beyond it. The SDK passes it on, also with a copy of the input. */
const alsoAsked = Symbol('alsoAsked')

function askingOf(input: object): Asking {
  const asking = (input as { [alsoAsked]?: Asking })[alsoAsked]
  if (!asking) throw new Error('The SDK has lost the headers of a request.')
  return asking
}

/** A bucket, spoken to in single requests. Keys are those of the registry, without its prefix. */
export type S3Client = ReturnType<typeof s3Client>

/** How often a request is sent that may be repeated without harm. */
const tries = 5
/** A request that nobody answers is worth one more try: patience itself was long. */
const silentTries = 2

const permissions: Record<keyof Requests, string> = {
  get: 's3:GetObject',
  head: 's3:GetObject',
  put: 's3:PutObject',
  list: 's3:ListBucket',
  createUpload: 's3:PutObject',
  uploadPart: 's3:PutObject',
  listParts: 's3:ListMultipartUploadParts',
  completeUpload: 's3:PutObject',
  abortUpload: 's3:AbortMultipartUpload',
  copy: 's3:PutObject',
  copyPart: 's3:PutObject',
  restore: 's3:RestoreObject',
  versioning: 's3:GetBucketVersioning',
  listVersions: 's3:ListBucketVersions',
  remove: 's3:DeleteObject',
}

/** Connects with the first request; until then nothing is loaded. */
export function s3Client(settings: S3Settings) {
  const { bucket, prefix } = placeOf(settings.url)
  const address = `s3://${bucket}${prefix && `/${prefix.slice(0, -1)}`}`
  const createOnly: Record<string, string> = createOnlyHeaders[settings.createOnly ?? 'if-none-match']
  let opened: ReturnType<typeof open> | undefined
  let clock: { date: number; heard: number } | undefined

  async function open() {
    const sdk = await import('./s3Sdk')
    const client = sdk.connect(await configOf(settings, sdk.connect))
    // Once for all requests: a stack of its own for each costs more than signing it.
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, askingOf(args.input).headers)
        return next(args)
      },
      { step: 'build', name: 'addHeaders' },
    )
    client.middlewareStack.add(
      () => async (args) => {
        const { signal: abortSignal, ready } = askingOf(args.input)
        await ready?.()
        const { requestHandler } = client.config
        const answered = await requestHandler.handle(args.request as SentRequest, abortSignal ? { abortSignal } : {})
        const date = Date.parse(answered.response.headers['date'] ?? '')
        if (date) clock = { date, heard: performance.now() }
        return { ...answered, output: undefined as never }
      },
      { step: 'deserialize', priority: 'low', name: 'sendAndHearTheTime' },
    )
    return { client, requests: sdk.requests }
  }

  /** Sent once; throws what the SDK throws. */
  async function once<Name extends keyof Requests>(
    name: Name,
    input: Omit<Input<Name>, 'Bucket' | 'Key'> & { Key?: string },
    asking: Asking = {},
  ): Promise<Output<Name>> {
    if (name === 'remove' && !isProbePlace(prefix)) throw new Error('nothing of a registry is ever removed')
    const { client, requests: known } = await (opened ??= open())
    const Request = known[name] as new (input: object) => Parameters<SdkClient['send']>[0]
    const request = new Request({
      ...input,
      [alsoAsked]: asking,
      Bucket: bucket,
      ...('Key' in input ? { Key: prefix + input.Key } : {}),
      ...('Body' in input ? { Body: inSlices(input.Body as Buffer) } : {}),
    })
    if (asking.signal?.aborted) throw cancelled()
    return (await client.send(request)) as Output<Name>
  }

  const refusal = (name: keyof Requests, error: unknown): Error => {
    const { endpoint, profile = process.env['AWS_PROFILE'] } = settings
    return refusalOf(error, { address, bucket, endpoint, profile, permission: permissions[name] })
  }

  /** Runs `work`, which makes requests that may be made twice, again when the store is busy or the line breaks. */
  async function retrying<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let turn = 1; ; turn++)
      try {
        return await work()
      } catch (error) {
        const trouble = troubleOf(error)
        const enough = turn >= (trouble === 'silent' ? silentTries : tries)
        if (signal?.aborted) throw cancelled()
        if (!trouble || neverSent(error) || enough) throw error
        await backOff(turn, error, signal)
      }
  }

  /** Sent until it is answered. An answer among `expected` is given back by name; others throw a refusal. */
  async function ask<Name extends keyof Requests, Expected extends Answer = never>(
    name: Name,
    input: Omit<Input<Name>, 'Bucket' | 'Key'> & { Key?: string },
    { expected = [], ...asking }: Asking & { expected?: readonly Expected[] } = {},
  ): Promise<Output<Name> | Expected> {
    try {
      return await retrying(() => once(name, input, asking), asking.signal)
    } catch (error) {
      const answer = answerOf(error) as Expected | undefined
      if (answer && expected.includes(answer)) return answer
      throw refusal(name, error)
    }
  }

  return {
    address,
    bucket,
    prefix,
    endpoint: settings.endpoint,
    /** Headers of a request that must create its key, or fail. */
    createOnly,
    once,
    ask,
    retrying,
    refusal,
    /** The store's time as it was last told, moved on by our own watch; undefined when it was long ago. */
    heardTime: (): number | undefined => {
      const age = clock && performance.now() - clock.heard
      return clock && age! < 60_000 ? clock.date + age! : undefined
    },
  }
}

/** Written whole, a body would be there twice on its way through TLS. */
function inSlices(body: Buffer): Buffer | Readable {
  if (body.length <= slice) return body
  const count = Math.ceil(body.length / slice)
  return Readable.from(Array.from({ length: count }, (_, i) => body.subarray(i * slice, (i + 1) * slice)))
}
const slice = 256 * 1024

export async function backOff(turn: number, error: unknown, signal?: AbortSignal): Promise<void> {
  const wait = Math.max(Math.min(100 * 2 ** turn, 5000) * Math.random(), Math.min(retryAfter(error), 20_000))
  await sleep(wait, undefined, signal ? { signal } : {}).catch(() => {
    throw cancelled()
  })
}

async function configOf(settings: S3Settings, connect: (config: object) => SdkClient) {
  const { region, endpoint, profile, credentials, patience = 20_000 } = settings
  const ownEndpoint = endpoint ?? process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']
  const agent = { keepAlive: true, maxSockets: 256, ...frugalSockets() }
  const given = {
    ...(endpoint ? { endpoint } : {}),
    ...(profile ? { profile } : {}),
    ...(credentials ? { credentials } : {}),
  }
  return {
    ...given,
    region: region ?? (await usualRegion(connect({ ...given }))),
    forcePathStyle: settings.forcePathStyle ?? ownEndpoint !== undefined,
    // What the SDK repeats by itself cannot be told from the first time: https://github.com/aws/aws-sdk-java-v2/issues/6580
    maxAttempts: 1,
    cacheMiddleware: true,
    // Not every store knows the newer ones, and all check the hash that the request is signed with.
    requestChecksumCalculation: 'WHEN_REQUIRED' as const,
    responseChecksumValidation: 'WHEN_REQUIRED' as const,
    expectContinueHeader: false,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    requestHandler: {
      connectionTimeout: Math.min(patience, 5000),
      socketTimeout: patience,
      httpAgent: agent,
      httpsAgent: agent,
    },
  }
}

/** Stores of one's own rarely care; AWS says so when it is another. */
const usualRegion = (client: SdkClient): Promise<string> => client.config.region().catch(() => 'us-east-1')
