import { chmod, constants, copyFile, open, unlink } from 'node:fs/promises'
import { hashFile, hashHandle } from './hashFile'
import type { Transfer } from './objectStore'

/**
 * Copies a file to a new one, by a clone where the file system can, and answers the hash of the bytes that arrived.
 * An error has the path of the file that it is about.
 */
export async function copyVerified(from: string, to: string, transfer: Transfer = {}): Promise<string> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE)
    await chmod(to, 0o644)
  } catch {
    return copyHashing(from, to, transfer)
  }
  try {
    return await hashFile(to, transfer)
  } catch (error) {
    await unlink(to).catch(() => {})
    throw error
  }
}

async function copyHashing(from: string, to: string, transfer: Transfer): Promise<string> {
  const source = await open(from, 'r')
  try {
    const target = await open(to, 'wx')
    try {
      return await hashHandle(source, transfer, (bytes) => target.writeFile(bytes))
    } finally {
      await target.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await unlink(to).catch(() => {})
    throw error
  } finally {
    await source.close()
  }
}
