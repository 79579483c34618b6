/** Where things are in a store. Zero padding makes byte order the numeric one. */
export const logKey = (seq: number): string => `log/${String(seq).padStart(20, '0')}.json`

export const seqOfLogKey = (key: string): number | undefined => {
  const match = /^log\/(\d{20})\.json$/.exec(key)
  return match ? Number(match[1]) : undefined
}

export const blobKey = (sha256: string): string => `blobs/sha256/${sha256.slice(0, 2)}/${sha256}`

export const blobOfKey = (key: string): string | undefined => {
  const sha256 = key.slice(key.lastIndexOf('/') + 1)
  return /^[0-9a-f]{64}$/.test(sha256) && key === blobKey(sha256) ? sha256 : undefined
}
