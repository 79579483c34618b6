import { badUsage, cancelled } from '../core/errors'
import type { Event } from '../core/event'
import { digestOf, idOf, inOrder, signingDigestOf } from '../core/identity'
import type { Metric } from '../core/metric'
import { modelName } from '../core/names'
import {
  type Code,
  type Environment,
  type FileEntry,
  filesInline,
  type DatasetRef,
  type Param,
  type Parent,
  type Signature,
  VersionRecord,
} from '../core/record'
import type { Relation } from '../core/record'
import { modelExists, nextNumber } from '../index/find'
import { type VersionRow, versionById } from '../index/versions'
import { canonicalBytes, hashHex, hashOf, sha256Hex } from '../log/canonical'
import { environmentOf } from '../sources/environment'
import { codeOf } from '../sources/git'
import type { Db } from '../sqlite/db'
import { putDocument, uploadFiles } from './blobs'
import { collectFiles } from './collectFiles'
import type { Context } from './context'
import { datasetEvents, readDataset } from './datasets'
import { decision } from './decision'
import { isOutOfReach } from './findRegistry'
import { keepFiles } from './keptFiles'
import { requireLabel } from './describe'
import { seenIn } from './enterStage'
import { type HashedFile, hashPaths } from './hashPaths'
import { promoteOnPass } from './promoteOnPass'
import { promoteVersion } from './promoteVersion'
import { read, readAhead } from './read'
import { requireStage, resolveReference } from './resolveReference'
import type { StageAnswer } from './stageAnswer'

export interface RegisterVersion {
  model: string
  /** Folders and files of this machine. */
  paths: string[]
  params?: Record<string, Param>
  metrics?: Metric[]
  signature?: Signature | undefined
  /** As typed: paths, `name=path`, or addresses. */
  data?: string[]
  parents?: { reference: string; relation: Relation }[]
  tags?: Record<string, string>
  label?: string | undefined
  description?: string | undefined
  run?: string | undefined
  /** A stage to promote it to at once. */
  stage?: string | undefined
}

export interface Registered {
  model: string
  /** null while pending: the number is given by the log. */
  version: number | null
  id: string
  digest: string
  files: FileEntry[]
  bytes: { total: number; uploaded: number }
  stage: string
  promotion?: StageAnswer
  record: VersionRecord
  pending: boolean
}

/** Called when the version is in the log but its promotion, asked for in the same breath, was refused. */
export type OnUnpromoted = (registered: Registered) => void

/** Stores the files that are new and adds a version with all that is known of how it was made. */
export async function registerVersion(
  ctx: Context,
  args: RegisterVersion,
  onUnpromoted?: OnUnpromoted,
): Promise<Registered> {
  const model = modelName(args.model)
  if (!args.paths.length) throw badUsage('There is nothing to register.', 'Name a folder or some files.')
  const { parents, seen } = await checkFirst(ctx, model, args)
  const files = await hashPaths(ctx, await collectFiles(ctx.cwd, args.paths))
  const data = await Promise.all((args.data ?? []).map((text) => readDataset(ctx, text)))
  const [code, environment] = await Promise.all([codeOf(ctx.workspace ?? ctx.cwd), environmentOf(ctx.cwd)])

  const { record, documents } = await makeRecord(ctx, { model, args, files, data, parents, code, environment })
  const id = idOf(hashOf, record)
  const { uploaded, isThere } = await storeFiles(ctx, id, files, documents)
  const { tags, label, description } = args
  if (ctx.signal?.aborted) throw cancelled()
  const intent = registering.intent({ model, id, record, tags, label, description })
  const outcome = await ctx.log.append(intent, isThere)

  if (!args.stage) await promoteOnPass(ctx, model, id)

  const version = await read(ctx, (db): VersionRow | undefined => versionById(db, id))
  const registered: Registered = {
    model,
    version: version?.version ?? null,
    id,
    digest: record.digest,
    files: inOrder(files).map(entryOf),
    bytes: { total: files.reduce((sum, { size }) => sum + size, 0), uploaded },
    stage: version?.stage ?? 'none',
    record,
    pending: outcome.state === 'pending',
  }
  if (!args.stage) return registered
  try {
    const promotion = await promoteVersion(ctx, {
      reference: `${model}@${id}`,
      stage: args.stage,
      seen,
    })
    return { ...registered, stage: promotion.stage, promotion, pending: promotion.pending }
  } catch (error) {
    onUnpromoted?.(registered)
    throw error
  }
}

/** All that can be refused before hours of hashing. */
function checkFirst(ctx: Context, model: string, { label, stage, parents = [] }: RegisterVersion) {
  return readAhead(ctx, (db) => {
    if (label) requireLabel(db, model, label)
    return {
      seen: stage ? seenIn(db, model, requireStage(db, model, stage)) : undefined,
      parents: parents.map(({ reference, relation }): Parent => {
        const parent = resolveReference(db, reference)
        return { version: parent.id, model: parent.model, relation }
      }),
    }
  })
}

interface Made {
  model: string
  args: RegisterVersion
  files: HashedFile[]
  data: DatasetRef[]
  parents: Parent[]
  code: Code | undefined
  environment: Environment
}

async function makeRecord(
  ctx: Context,
  { model, args, files, data, parents, code, environment }: Made,
): Promise<{ record: VersionRecord; documents: Uint8Array[] }> {
  const entries = inOrder(files).map(entryOf)
  const { list, documents } = fileList(entries)
  const record = VersionRecord.parse({
    v: 1,
    uuid: ctx.newId(),
    model,
    createdAt: new Date(ctx.now()).toISOString(),
    author: await ctx.actor(),
    digest: digestOf(hashOf, entries),
    signingDigest: signingDigestOf(hashHex, entries),
    ...list,
    ...(args.signature ? { signature: args.signature } : {}),
    ...(code ? { code } : {}),
    data,
    params: args.params ?? {},
    metrics: args.metrics ?? [],
    environment,
    parents,
    ...(args.run ? { run: args.run } : {}),
  })
  return { record, documents }
}

/** A commit holds a megabyte, so a long list is a document that goes where the files go. */
function fileList(entries: FileEntry[]): {
  list: Pick<VersionRecord, 'files' | 'fileList'>
  documents: Uint8Array[]
} {
  if (entries.length <= filesInline) return { list: { files: entries }, documents: [] }
  const bytes = canonicalBytes(entries)
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  const list = { sha256: sha256Hex(bytes), size: bytes.length, count: entries.length, bytes: total }
  return { list: { fileList: list }, documents: [bytes] }
}

/** Into the store; without a connection, into the person's state folder, if things may wait. */
async function storeFiles(
  ctx: Context,
  id: string,
  files: readonly HashedFile[],
  documents: readonly Uint8Array[],
): Promise<{ uploaded: number; isThere: boolean }> {
  try {
    const problem = ctx.unreachable()
    if (problem) throw problem
    const uploaded = await uploadFiles(ctx, files)
    for (const bytes of documents) await putDocument(ctx, bytes)
    return { uploaded, isThere: true }
  } catch (error) {
    if (!ctx.allowPending || !isOutOfReach(error)) throw error
    await keepFiles(ctx, id, files, documents)
    return { uploaded: 0, isThere: false }
  }
}

const entryOf = ({ path, size, sha256 }: FileEntry): FileEntry => ({ path, size, sha256 })

interface RegistrationArgs {
  model: string
  id: string
  record: VersionRecord
  tags?: Record<string, string> | undefined
  label?: string | undefined
  description?: string | undefined
}

export const registering = decision('register', decideRegistration)

function decideRegistration(db: Db, { model, id, record, tags, label, description }: RegistrationArgs): Event[] {
  if (label) requireLabel(db, model, label)
  const said = {
    ...(label ? { label } : {}),
    ...(description ? { description } : {}),
    ...(tags && Object.keys(tags).length ? { tags } : {}),
  }
  return [
    ...(modelExists(db, model) ? [] : [{ type: 'model.created' as const, model }]),
    ...datasetEvents(db, record.data),
    { type: 'version.registered', model, version: id, number: nextNumber(db, model), record },
    ...(Object.keys(said).length ? [{ type: 'version.described' as const, model, version: id, ...said }] : []),
  ]
}
