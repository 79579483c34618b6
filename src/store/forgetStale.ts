import { readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

const staleAfter = 24 * 3600 * 1000

/** Removes what writers that were killed have left in a folder; a day, by the clock of its files, is longer than any write takes. */
export async function forgetStale(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found && now - found.mtimeMs > staleAfter) await unlink(join(folder, name)).catch(() => {})
  }
}
