import { realpath } from 'node:fs/promises'
import { sameRegistry } from '../core/sharingErrors'
import type { Context } from './context'
import { isBucket, type Place, storeAt } from './storeAt'
import { findWorkspace } from './workspace'

/** Throws bad-usage when a place is the one where the registry is. */
export async function requireElsewhere({ store, workspace }: Context, { address, s3 }: Place): Promise<void> {
  const real = (path: string) => realpath(path).catch(() => path)
  if (!isBucket(address)) {
    if ((await real(address)) === (await real(store.address))) throw sameRegistry(address)
    return
  }
  const own = workspace === undefined ? undefined : (await findWorkspace(workspace)).config.s3?.endpoint
  if (storeAt(address, s3).address === store.address && own === s3?.endpoint) throw sameRegistry(store.address)
}
