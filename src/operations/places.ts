import { join } from 'node:path'
import envPaths from 'env-paths'

const paths = envPaths('pedigree', { suffix: '' })

/**
 * Where a person's durable state is: what must survive, but belongs to no workspace. `PEDIGREE_STATE` overrides.
 * On Linux `$XDG_STATE_HOME`, which env-paths calls `log`; elsewhere the place for application data.
 */
export function personState(): string {
  return process.env['PEDIGREE_STATE'] || (process.platform === 'linux' ? paths.log : paths.data)
}

export const localDbOf = (registry: string): string => join(personState(), registry, 'local.db')

/** Copies of files that are on their way from one registry to another; what is left of killed ones is of no use. */
export const movingFolderOf = (registry: string): string => join(paths.cache, registry, 'moving')

/** The index of a registry that is used without a workspace. */
export const cachedIndexOf = (registry: string): string => join(paths.cache, registry, 'index.db')

/** The same for files that were fetched. */
export const cachedBlobsOf = (registry: string): string => join(paths.cache, registry, 'blobs')
