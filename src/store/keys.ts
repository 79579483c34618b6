/** Where things are in a store. Zero padding makes byte order the numeric one. */
export const logKey = (seq: number): string => `log/${String(seq).padStart(20, '0')}.json`

export const seqOfLogKey = (key: string): number | undefined => {
  const match = /^log\/(\d{20})\.json$/.exec(key)
  return match ? Number(match[1]) : undefined
}

export const blobKey = (sha256: string): string => `blobs/sha256/${sha256.slice(0, 2)}/${sha256}`

/** What is tried out on a store is below this, each time in a place of its own; nobody else looks there. */
export const probeFolder = 'doctor/'
export const probePlace = (id: string): string => `${probeFolder}${id}`
/** Whether all that is below a prefix was written to try a store out, so that it may be removed. */
export const isProbePlace = (prefix: string): boolean =>
  /(^|\/)doctor\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\/$/.test(prefix)
