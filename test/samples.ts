import { v7 as uuidv7 } from 'uuid'
import { Commit, type LogEntry } from '../src/core/commit'
import { Event, type EventOf } from '../src/core/event'
import { fold, type Registry } from '../src/core/model'
import { VersionRecord } from '../src/core/record'
import { type Index, openIndex } from '../src/index/openIndex'
import { missingFeatures, seqOfCommit } from '../src/index/summary'
import { canonicalBytes, sha256Hex } from '../src/log/canonical'
import { readEntry } from '../src/log/entry'
import type { Moment } from '../src/log/proposal'
import { openLocal } from '../src/log/openLocal'
import { type Log, openLog } from '../src/log/openLog'
import type { LogParts } from '../src/log/parts'
import type { Intent } from '../src/log/outbox'
import type { Db } from '../src/sqlite/db'
import { memoryStore } from '../src/store/memoryStore'
import type { ObjectStore } from '../src/store/objectStore'

/** 1 January 2026, 00:00 UTC. Samples start there; commit n is n seconds later. */
export const start = Date.UTC(2026, 0, 1)
export const ada = { name: 'Ada', email: 'ada@example.com' }

/** The id or hash that tests call by a name: 64 hex digits, always the same ones. */
export const hex = (name: string | number): string => sha256Hex(String(name))
/** As hex, but a UUID. */
export const uuid = (name: string | number): string =>
  hex(name).replace(/^(.{8})(.{4})(.{3})(.{3})(.{12}).*$/, '$1-$2-7$3-8$4-$5')

/** What is said about a version at registration, with every field that must be there. */
export function aRecord(fields: Partial<VersionRecord> = {}): VersionRecord {
  const { uuid: own = uuid('a record'), model = 'churn' } = fields
  return VersionRecord.parse({
    v: 1,
    uuid: own,
    model,
    createdAt: '2026-01-01T00:00:00.000Z',
    author: ada,
    digest: hex('files'),
    signingDigest: hex('contents'),
    files: [{ path: 'model.onnx', size: 3, sha256: hex('model.onnx') }],
    data: [],
    params: {},
    metrics: [],
    environment: {},
    parents: [],
    ...fields,
  })
}

const usual: { [T in Event['type']]: Omit<EventOf<T>, 'type' | 'model'> } = {
  'registry.created': { registry: uuid('registry') },
  'model.created': {},
  'model.described': {},
  'version.registered': { version: hex(1), number: 1, record: aRecord() },
  'version.described': { version: hex(1) },
  'evaluation.recorded': { version: hex(1), metrics: [] },
  'stage.entered': { version: hex(1), to: 'production', from: 'none', displaced: null, kind: 'promote' },
  'alias.moved': { version: hex(1), alias: 'champion', from: null },
  'alias.removed': { alias: 'champion', from: null },
  'run.recorded': { run: 'run-1', params: {}, metrics: [] },
  'dataset.recorded': { dataset: { name: 'customers' } },
  'check.recorded': { version: hex(1), check: 'integration-tests', result: 'pass' },
  'approval.given': { version: hex(1), stage: 'production' },
  'approval.withdrawn': { version: hex(1), stage: 'production' },
  'promotion.refused': { version: hex(1), stage: 'production', report: hex('report') },
  'rollout.set': { version: hex(1), stage: 'production', percent: 5 },
  'deployment.reported': { version: hex(1), environment: 'prod-eu' },
  'card.saved': { version: hex(1), card: hex('card'), from: null },
  'policy.applied': { policy: { models: {}, keys: {} } },
  'files.archived': { version: hex(1), storageClass: 'GLACIER_IR' },
  'files.restored': { version: hex(1) },
}

/** A valid event with every field filled in. A test says only what it is about. */
export function an<T extends Event['type']>(type: T, fields: Partial<Omit<EventOf<T>, 'type'>> = {}): EventOf<T> {
  return Event.parse({ type, model: 'churn', ...usual[type], ...fields }) as EventOf<T>
}

/** The registration of version `number` of churn, whose id is `hex(number)`. */
export const registered = (number: number, record: Partial<VersionRecord> = {}): EventOf<'version.registered'> =>
  an('version.registered', { version: hex(number), number, record: aRecord({ uuid: uuid(number), ...record }) })

/** Version `number` enters a stage. */
export const entered = (
  number: number,
  to: string,
  fields: Partial<Omit<EventOf<'stage.entered'>, 'type'>> = {},
): EventOf<'stage.entered'> => an('stage.entered', { version: hex(number), to, ...fields })

/** Commit `seq` of a log, which says `events`. They need not be ones that this build knows. */
export function aCommit(seq: number, events: readonly { type: string }[], fields: Partial<Commit> = {}): Commit {
  return Commit.parse({
    v: 1,
    seq,
    prev: null,
    id: uuid(`commit ${seq}`),
    at: new Date(start + seq * 1000).toISOString(),
    actor: ada,
    client: 'pedigree/test',
    events,
    ...fields,
  })
}

/** One commit for each event, or for each list of events, from seq 0 on. */
export const commitsOf = (...events: (Event | readonly Event[])[]): Commit[] =>
  events.map((some, seq) => aCommit(seq, Array.isArray(some) ? some : [some]))

/** The registry after some events. Unless they say otherwise, there is a model `churn`. */
export const registryWith = (...events: Event[]): Registry => fold(commitsOf(...events))

/** Commits as they are found in a log: in canonical bytes, chained. */
export function bytesOf(commits: readonly Commit[]): Uint8Array[] {
  let prev: string | null = null
  return commits.map((commit) => {
    const bytes = canonicalBytes({ ...commit, prev })
    prev = sha256Hex(bytes)
    return bytes
  })
}

export function entriesOf(bodies: readonly Uint8Array[]): LogEntry[] {
  let hash: string | undefined
  return bodies.map((bytes, seq) => {
    const entry = readEntry(seq, bytes, hash)
    hash = entry.hash
    return entry
  })
}

/** An index in memory that holds some events, one commit each. */
export function indexWith(...events: (Event | readonly Event[])[]): Index {
  const index = openIndex(':memory:')
  index.apply(entriesOf(bytesOf(commitsOf(...events))))
  return index
}

export interface Client {
  store: ObjectStore
  local: Db
  index: Index
  log: Log
}

/**
 * A log as one client has it, with an index of its own. What an intent comes to is up to the test; unless it says
 * otherwise, `args` are the events.
 */
export function aClient({
  store = memoryStore(),
  local = openLocal(':memory:', () => {}),
  index = openIndex(':memory:'),
  decide = ({ args }) => args as Event[],
  now = Date.now,
  ...parts
}: Partial<Omit<LogParts, 'decide'>> & {
  index?: Index
  decide?: (intent: Intent, db: Db, moment: Moment) => Event[]
} = {}): Client {
  const log = openLog({
    store,
    local,
    sink: {
      head: index.head,
      apply: index.apply,
      settle: index.settle,
      clear: index.clear,
      rehearse: index.rehearse,
      missingFeatures: () => missingFeatures(index.db),
      seqOfCommit: (id) => seqOfCommit(index.db, id),
    },
    decide: (intent, moment) => index.db.snapshot(() => decide(intent, index.db, moment)),
    actor: async () => ada,
    client: 'pedigree/test',
    now,
    newId: () => uuidv7(),
    ...parts,
  })
  return { store, local, index, log }
}
