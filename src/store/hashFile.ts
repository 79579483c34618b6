import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { cancelled } from '../core/errors'
import { release } from './release'
import type { Transfer } from './objectStore'

const chunk = 1024 * 1024

/** sha256, in hex, of a file's bytes, in constant memory. While one chunk is hashed the next one is read. */
export async function hashFile(path: string, transfer: Transfer = {}): Promise<string> {
  const file = await open(path, 'r')
  try {
    return await hashHandle(file, transfer)
  } finally {
    await file.close()
  }
}

/** As hashFile, of a file that is open; `sink`, if given, is handed each chunk before the next is hashed. */
export async function hashHandle(
  file: FileHandle,
  { onBytes, signal }: Transfer = {},
  sink?: (bytes: Uint8Array) => Promise<unknown>,
): Promise<string> {
  const hash = createHash('sha256')
  // Many small files should not leave a megabyte behind each.
  const length = Math.min(chunk, (await file.stat()).size + 1)
  let [current, next] = [Buffer.allocUnsafeSlow(length), Buffer.allocUnsafeSlow(length)]
  let reading = file.read(current, 0, length, 0)
  for (let position = 0; ;) {
    const { bytesRead } = await reading
    if (signal?.aborted) throw cancelled()
    if (bytesRead === 0) {
      release(current)
      release(next)
      return hash.digest('hex')
    }
    position += bytesRead
    reading = file.read(next, 0, length, position)
    const bytes = current.subarray(0, bytesRead)
    const written = sink?.(bytes)
    hash.update(bytes)
    await written?.catch((error: unknown) => {
      // The read that is under way must not be left unheard.
      void reading.catch(() => {})
      throw error
    })
    onBytes?.(bytesRead)
    ;[current, next] = [next, current]
  }
}
