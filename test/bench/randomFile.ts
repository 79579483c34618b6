import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'

/** Bytes that no file system can leave out or share. */
export async function randomFile(path: string, bytes: number): Promise<void> {
  const block = randomBytes(16 << 20)
  const file = await open(path, 'wx')
  try {
    for (let written = 0; written < bytes; written += block.length) {
      block.writeDoubleLE(written, 0)
      await file.writeFile(block.subarray(0, Math.min(block.length, bytes - written)))
    }
    await file.sync()
  } finally {
    await file.close()
  }
}
