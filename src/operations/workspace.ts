import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import * as z from 'zod'
import { badConfig, noRegistry } from '../core/errors'
import type { PolicyProblem } from '../core/policy/problem'
import { shapeProblems } from '../core/policy/shapeProblems'
import { createOnlyHeaders, type CreateOnly } from '../store/s3Settings'
import { nearest } from './nearest'
import { type YamlText, yamlText } from './yamlText'

export const configName = 'pedigree.yaml'
export const stateFolder = '.pedigree'

/** How a bucket is talked to; never with what. What is left out comes from the environment and the AWS profile. */
export const BucketSettings = z.strictObject({
  region: z.string().min(1).optional(),
  endpoint: z.url({ protocol: /^https?$/, error: 'an address starts with http:// or https://' }).optional(),
  profile: z.string().min(1).optional(),
  forcePathStyle: z.boolean().optional(),
  createOnly: z.enum(Object.keys(createOnlyHeaders) as CreateOnly[]).optional(),
})
export type BucketSettings = z.infer<typeof BucketSettings>

/**
 * `pedigree.yaml`: where the registry is, and the policies as the team edits them. Those are read by who asks for them
 * only, so that a slip in them keeps nobody from working.
 */
export const Config = z.strictObject({
  registry: z.string().min(1).optional().describe('A folder, or s3://bucket/prefix; .pedigree/registry when left out.'),
  s3: BucketSettings.optional().describe('How the bucket is talked to; never with what.'),
  keys: z.unknown().optional(),
  models: z.unknown().optional(),
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

/** What a `pedigree.yaml` says beside its policies; `problems` are of the YAML, or of that. */
export function readConfigText(text: string): { config?: Config; yaml: YamlText; problems: PolicyProblem[] } {
  const yaml = yamlText(text)
  const parsed = Config.safeParse(yaml.value ?? {})
  if (parsed.success) return { config: parsed.data, yaml, problems: [] }
  return { yaml, problems: shapeProblems(Config, yaml.value, nearest) }
}

async function readConfig(path: string): Promise<Config> {
  const { config, yaml, problems } = readConfigText(await readFile(path, 'utf8'))
  const shown = shownPath(path)
  const [broken] = yaml.problems
  if (broken) throw badConfig(shown, broken.message, broken.line, broken.column)
  if (config) return config
  const { message, path: at, isKey } = problems[0]!
  const { line, column } = yaml.placeOf(at, isKey)
  throw badConfig(shown, message, line, column)
}

/** As a person would write it: from where they are, if it is below. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near
}
