import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { closest } from 'fastest-levenshtein'
import { LineCounter, parseDocument } from 'yaml'
import * as z from 'zod'
import { badConfig, noRegistry } from '../core/errors'
import { createOnlyHeaders, type CreateOnly } from '../store/s3Settings'

export const configName = 'pedigree.yaml'
export const stateFolder = '.pedigree'

/** How a bucket is talked to; never with what. What is left out comes from the environment and the AWS profile. */
export const BucketSettings = z.strictObject({
  region: z.string().min(1).optional(),
  endpoint: z.url({ protocol: /^https?$/, error: 'an address that starts with http:// or https://' }).optional(),
  profile: z.string().min(1).optional(),
  forcePathStyle: z.boolean().optional(),
  createOnly: z.enum(Object.keys(createOnlyHeaders) as CreateOnly[]).optional(),
})
export type BucketSettings = z.infer<typeof BucketSettings>

/** `pedigree.yaml`: where the registry is, and the policies as the team edits them. */
export const Config = z.strictObject({
  registry: z.string().min(1).optional(),
  s3: BucketSettings.optional(),
  keys: z.record(z.string(), z.string()).optional(),
  models: z.record(z.string(), z.unknown()).optional(),
})
export type Config = z.infer<typeof Config>

export interface Workspace {
  folder: string
  config: Config
  /** A folder's absolute path, or a URL. */
  address: string
}

/** The nearest folder with a `pedigree.yaml`, from `start` upwards. Throws no-registry, or bad-config. */
export async function findWorkspace(start: string): Promise<Workspace> {
  const folder = workspaceFolder(start)
  if (!folder) throw noRegistry(resolve(start))
  const config = await readConfig(join(folder, configName))
  return { folder, config, address: addressOf(folder, config.registry) }
}

export function workspaceFolder(start: string): string | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, configName))) return folder
    if (folder === dirname(folder)) return undefined
  }
}

/** The default is a folder inside the workspace. */
export function addressOf(folder: string, registry: string | undefined): string {
  if (!registry) return join(folder, stateFolder, 'registry')
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(registry))
    return registry.startsWith('file://') ? new URL(registry).pathname : registry
  return isAbsolute(registry) ? registry : resolve(folder, registry)
}

async function readConfig(path: string): Promise<Config> {
  const lines = new LineCounter()
  const document = parseDocument(await readFile(path, 'utf8'), { lineCounter: lines, prettyErrors: false })
  const near = relative(process.cwd(), path)
  const shown = near.startsWith('..') ? path : near
  const [broken] = document.errors
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0])
    throw badConfig(shown, broken.message, line, col)
  }
  const parsed = Config.safeParse(document.toJS() ?? {})
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0]! : undefined
  const at = unknown
    ? keyPosition(document.getIn(issue.path, true), unknown)
    : positionOf(document.getIn(issue.path, true))
  const { line, col } = lines.linePos(at)
  const keys = Object.keys((issue.path[0] === 's3' ? BucketSettings : Config).shape)
  const problem = unknown
    ? `unknown key "${unknown}"; did you mean "${closest(unknown, keys)}"?`
    : `${issue.path.join('.') || 'the file'}: ${issue.message}`
  throw badConfig(shown, problem.replace(/[.?]$/, ''), line, col)
}

const positionOf = (node: unknown): number => (node as { range?: [number] } | undefined)?.range?.[0] ?? 0

function keyPosition(contents: unknown, key: string): number {
  const items = (contents as { items?: { key: { value?: unknown; range?: [number] } }[] }).items ?? []
  return items.find((item) => item.key.value === key)?.key.range?.[0] ?? 0
}
