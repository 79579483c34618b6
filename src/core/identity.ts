import type { FileEntry, VersionRecord } from './record'

/** sha256, in hex, of a value's canonical JSON (RFC 8785). Passed in, so that this layer needs no library. */
export type HashOf = (value: unknown) => string
/** sha256, in hex, of bytes given in hex. */
export type HashHex = (hex: string) => string

/** What a version's files are, whatever else is said about them: same paths, sizes and contents, same digest. */
export function digestOf(hashOf: HashOf, files: readonly FileEntry[]): string {
  return hashOf(inOrder(files).map(({ path, size, sha256 }) => ({ path, size, sha256 })))
}

/** The root digest of OpenSSF Model Signing v1.0 (method `files`): it covers contents in path order, not names. */
export function signingDigestOf(hashHex: HashHex, files: readonly FileEntry[]): string {
  return hashHex(
    inOrder(files)
      .map((file) => file.sha256)
      .join(''),
  )
}

/** What a version is known by everywhere: the hash of all that was said about it when it was registered. */
export function idOf(hashOf: HashOf, record: VersionRecord): string {
  return hashOf(record)
}

/** By path in Unicode code point order, which differs from JavaScript's own order above U+FFFF. */
export function inOrder<T extends { path: string }>(files: readonly T[]): T[] {
  return [...files].sort((a, b) => compareCodePoints(a.path, b.path))
}

function compareCodePoints(a: string, b: string): number {
  const left = [...a]
  const right = [...b]
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!
    if (difference) return difference
  }
  return left.length - right.length
}
