/** Where things are in a store. Zero padding makes byte order the numeric one. */
export const logKey = (seq: number): string => `log/${digits(seq)}.json`

export const seqOfLogKey = (key: string): number | undefined => {
  const match = /^log\/(\d{20})\.json$/.exec(key)
  return match ? Number(match[1]) : undefined
}

/** How many commits a pack holds. It begins at a multiple of this. */
export const packLength = 1000

export interface PackName {
  key: string
  first: number
  /** Of the uncompressed bytes. */
  sha256: string
}

/** `first` is the seq of the first commit in it. */
export const packKey = (first: number, sha256: string): string =>
  `${packsFrom(first)}-${digits(first + packLength - 1)}-${sha256}.jsonl.zst`

/** Sorts before every pack that begins at `first` or later, and after all others. */
export const packsFrom = (first: number): string => `packs/${digits(first)}`

/** Undefined when it is the name of no pack that could be. */
export function packOfKey(key: string): PackName | undefined {
  const [, digits, sha256] = /^packs\/(\d{20})-\d{20}-([0-9a-f]{64})\.jsonl\.zst$/.exec(key) ?? []
  const first = Number(digits)
  if (!sha256 || !Number.isSafeInteger(first) || first % packLength || packKey(first, sha256) !== key) return undefined
  return { key, first, sha256 }
}

export const blobKey = (sha256: string): string => `blobs/sha256/${sha256.slice(0, 2)}/${sha256}`

export const blobOfKey = (key: string): string | undefined => {
  const sha256 = key.slice(key.lastIndexOf('/') + 1)
  return /^[0-9a-f]{64}$/.test(sha256) && key === blobKey(sha256) ? sha256 : undefined
}

/** What is tried out on a store is below this, each time in a place of its own; nobody else looks there. */
export const probeFolder = 'doctor/'
export const probePlace = (id: string): string => `${probeFolder}${id}`
/** Whether all that is below a prefix was written to try a store out, so that it may be removed. */
export const isProbePlace = (prefix: string): boolean =>
  /(^|\/)doctor\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\/$/.test(prefix)

const digits = (seq: number) => String(seq).padStart(20, '0')
