import { mkdir, readdir, rm, rmdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { badUsage } from '../core/errors'
import { folderTaken } from '../core/sharingErrors'
import { bucketSettings } from './bucketSettings'
import { makeWorkspace, requireNoWorkspace } from './makeWorkspace'
import { type OpenContext, openContext } from './openContext'
import { registryStatus } from './registryStatus'
import { addressOf, type BucketSettings, configName, stateFolder } from './workspace'

export interface CloneRegistry {
  /** Where the registry is: a folder, or a URL. */
  url: string
  /** The folder to make a workspace of; by default one that is called as the last part of the URL. */
  dir?: string | undefined
  s3?: BucketSettings | undefined
}

export interface Cloned {
  workspace: string
  registry: string
  id: string
  models: number
  versions: number
  commits: number
}

/**
 * Makes a workspace for a registry that is there, and brings its index up to date. Files stay where they are until they are
 * pulled. When it fails, nothing of it is left.
 */
export async function cloneRegistry(
  { url, dir, s3 }: CloneRegistry,
  options: Omit<OpenContext, 'registry' | 's3'>,
): Promise<Cloned> {
  const address = addressOf(options.cwd, url)
  const settings = bucketSettings(address, s3 ?? {})
  const workspace = await placeFor(resolve(options.cwd, dir ?? nameOf(url)), dir !== undefined)
  const isNew = !existsSync(workspace)
  const hadState = existsSync(join(workspace, stateFolder))
  await mkdir(workspace, { recursive: true })
  try {
    // A folder is named by its whole path: it was typed from here, and is read from there.
    await makeWorkspace(workspace, address, settings)
    const ctx = await openContext({ ...options, cwd: workspace })
    try {
      // What is remembered of the place is not enough to make a workspace of.
      const problem = ctx.unreachable()
      if (problem) throw problem
      await ctx.log.sync()
      const { models, versions, commits } = await registryStatus(ctx)
      return { workspace, registry: ctx.store.address, id: ctx.registryId, models, versions, commits }
    } finally {
      await ctx.close()
    }
  } catch (error) {
    await rm(join(workspace, configName), { force: true })
    if (!hadState) await rm(join(workspace, stateFolder), { recursive: true, force: true })
    if (isNew) await rmdir(workspace).catch(() => {})
    throw error
  }
}

/** As git does it: a name that nobody chose must be free; a folder that was named may hold a project. */
async function placeFor(folder: string, isChosen: boolean): Promise<string> {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error.code === 'ENOTDIR' ? badUsage(`${folder} is a file.`, 'Name a folder.') : error
  })
  await requireNoWorkspace(folder)
  if (found.length && !isChosen) throw folderTaken(folder)
  return folder
}

/** `models` of s3://team/models, `team` of s3://team. */
function nameOf(url: string): string {
  const name = basename(url.replace(/[/\\]+$/, ''))
  if (!name || name === '.' || name === '..')
    throw badUsage(`"${url}" does not say what to call the folder.`, 'Name one: pedigree clone URL DIR.')
  return name
}
