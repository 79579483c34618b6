import * as z from 'zod'
import { Metric } from './metric'
import { isModelName } from './names'

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)
export const Instant = z.iso.datetime({ offset: false })
export const ModelName = z.string().refine(isModelName, 'not a model name')

export const Actor = z.object({ name: z.string(), email: z.string() })
export type Actor = z.infer<typeof Actor>

export const FileEntry = z.object({ path: z.string().min(1), size: z.int().nonnegative(), sha256: Sha256 })
export type FileEntry = z.infer<typeof FileEntry>

/** One input, output or parameter of a model. `type` is a column's or a tensor's element type. */
export const SignatureField = z.object({
  name: z.string().optional(),
  type: z.string(),
  /** Dimensions of a tensor; -1 or a name where any size goes. */
  shape: z.array(z.union([z.int(), z.string()])).optional(),
  required: z.boolean().optional(),
  default: z.json().optional(),
  /** What a type made of others is made of, as MLflow writes it. */
  items: z.json().optional(),
  properties: z.json().optional(),
})
export type SignatureField = z.infer<typeof SignatureField>
export const Signature = z.object({
  inputs: z.array(SignatureField),
  outputs: z.array(SignatureField).optional(),
  params: z.array(SignatureField).optional(),
})
export type Signature = z.infer<typeof Signature>

export const Code = z.object({
  commit: z.string(),
  branch: z.string().optional(),
  remote: z.string().optional(),
  /** True when files differed from the commit: what made the version is then not all in it. */
  dirty: z.boolean(),
})
export type Code = z.infer<typeof Code>

export const DatasetRef = z.object({
  name: z.string().min(1),
  /** `<algorithm>:<value>`; what it covers is up to the tool that made it. */
  digest: z.string().optional(),
  version: z.string().optional(),
  uri: z.string().optional(),
  size: z.int().nonnegative().optional(),
  rows: z.int().nonnegative().optional(),
  /** In their order. The type is left out where the file does not say. */
  columns: z.array(z.object({ name: z.string(), type: z.string().optional() })).optional(),
})
export type DatasetRef = z.infer<typeof DatasetRef>

/** As z.json, for what there is much of: that one takes four times as long. */
const Json = z.custom<z.core.util.JSONType>(isJson, 'not JSON')

/** What could be seen of the machine and the languages at registration: one group per thing, such as `python`. */
export const Environment = z.record(z.string(), Json)
export type Environment = z.infer<typeof Environment>

export const relations = [
  'retrained-from',
  'fine-tuned-from',
  'distilled-from',
  'merged-from',
  'quantized-from',
] as const
export const Relation = z.enum(relations)
export type Relation = z.infer<typeof Relation>
export const Parent = z.object({ version: Sha256, model: ModelName, relation: Relation })
export type Parent = z.infer<typeof Parent>

export const Param = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type Param = z.infer<typeof Param>

/** All that is said about a version at registration. Its canonical form is hashed, so nothing in it ever changes. */
export const VersionRecord = z.object({
  v: z.literal(1),
  uuid: z.uuid(),
  model: ModelName,
  createdAt: Instant,
  author: Actor,
  digest: Sha256,
  signingDigest: Sha256,
  /** In path order. Over 1,000 they are a blob, and `files` is left out. */
  files: z.array(FileEntry).optional(),
  fileList: z.object({ sha256: Sha256, size: z.int(), count: z.int(), bytes: z.int() }).optional(),
  formats: z.array(Json).optional(),
  signature: Signature.optional(),
  code: Code.optional(),
  data: z.array(DatasetRef),
  params: z.record(z.string(), Param),
  metrics: z.array(Metric),
  environment: Environment,
  parents: z.array(Parent),
  run: z.string().optional(),
})
export type VersionRecord = z.infer<typeof VersionRecord>

/** How many files a record lists itself; more go into a blob. */
export const filesInline = 1000

function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return false
  return Object.values(value).every(isJson)
}
