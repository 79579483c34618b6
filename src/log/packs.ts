import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { RegistryError } from '../core/registryError'
import { packKey, packLength, type PackName, packOfKey, packsFrom } from '../store/keys'
import type { ObjectStore } from '../store/objectStore'
import { bytesAt } from './bytesAt'
import { sha256Hex } from './canonical'

// A pack: a run of commits, byte for byte as they are in the log, each with a newline after it, compressed.

/** The most that a pack holds uncompressed. A larger run has no pack: its commits are worth a request each. */
export const packLimit = 64 * 1024 * 1024

/** Higher levels make packs no smaller until they take ten times as long: most of a commit is hashes. */
const level = 1
const newline = 0x0a
const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** The pack of a run that begins at `first`; undefined when there can be none. Always the same for the same commits. */
export async function makePack(
  first: number,
  bodies: readonly Uint8Array[],
): Promise<{ key: string; bytes: Uint8Array } | undefined> {
  if (bodies.length !== packLength || bodies.some((body) => body.includes(newline))) return undefined
  if (bodies.reduce((sum, body) => sum + body.length + 1, 0) > packLimit) return undefined
  const lines = Buffer.concat(bodies.flatMap((body) => [body, Uint8Array.of(newline)]))
  const params = { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: 1 }
  const bytes = await compress(lines, { params, pledgedSrcSize: lines.length })
  return { key: packKey(first, sha256Hex(lines)), bytes }
}

/** The packs that begin at `first` or later, by where they begin. What is no pack's name is passed over. */
export async function packsAfter(store: ObjectStore, first: number): Promise<Map<number, PackName[]>> {
  const packs = new Map<number, PackName[]>()
  for await (const key of store.list('packs/', packsFrom(first))) {
    const pack = packOfKey(key)
    if (pack) packs.set(pack.first, [...(packs.get(pack.first) ?? []), pack])
  }
  return packs
}

export type Unpacked = { bodies: Uint8Array[] } | { problem: string }

/**
 * The commits of a pack, or what is wrong with it. Its last commit is the one of the log: if each of them names the
 * hash of the one before, all of them are.
 */
export async function readPack(store: ObjectStore, { key, first, sha256 }: PackName): Promise<Unpacked> {
  try {
    const [bytes, last] = await Promise.all([store.get(key), bytesAt(store, first + packLength - 1)])
    if (!bytes) return { problem: 'it is gone' }
    const unpacked = await unpack(bytes, sha256)
    if ('problem' in unpacked) return unpacked
    if (!last || Buffer.compare(unpacked.bodies.at(-1)!, last)) return { problem: 'it is not of this log' }
    return unpacked
  } catch (error) {
    // Then the log itself says whether that is the end of it.
    if (error instanceof RegistryError) return { problem: 'it cannot be read' }
    throw error
  }
}

async function unpack(bytes: Uint8Array, sha256: string): Promise<Unpacked> {
  const lines = await decompress(bytes, {
    maxOutputLength: packLimit,
    chunkSize: 1024 * 1024,
    // No more memory for looking back than a whole pack has.
    params: { [constants.ZSTD_d_windowLogMax]: Math.log2(packLimit) },
  }).catch(() => undefined)
  if (!lines) return { problem: 'it cannot be unpacked' }
  if (sha256Hex(lines) !== sha256) return { problem: 'its bytes do not match its name' }
  const bodies: Uint8Array[] = []
  for (let start = 0, end; (end = lines.indexOf(newline, start)) >= 0; start = end + 1)
    if (bodies.push(lines.subarray(start, end)) > packLength) break
  const isWhole = bodies.length === packLength && lines.at(-1) === newline
  return isWhole ? { bodies } : { problem: `it does not hold ${packLength.toLocaleString('en')} commits` }
}
