export type WireReader = ReturnType<typeof wireReader>

/**
 * Reads the strings and numbers of RFC 4251 one after the other. What is not there, or is no such thing, reads as empty
 * or 0, and `isRead` is false from then on.
 */
export function wireReader(bytes: Uint8Array) {
  let at = 0
  let isBroken = false
  const take = (length: number): Uint8Array => {
    isBroken ||= length > bytes.length - at
    if (isBroken) return new Uint8Array()
    at += length
    return bytes.subarray(at - length, at)
  }
  const number = () => take(4).reduce((sum, byte) => sum * 256 + byte, 0)
  const string = () => take(number())
  return {
    take,
    number,
    string,
    byte: () => take(1)[0] ?? 0,
    text: () => asciiOf(string()),
    /** The bytes of a positive mpint, without the zero that may lead them; any other, or one not in its shortest form, is broken. */
    positive: (): Uint8Array => {
      const all = string()
      const own = all[0] === 0 ? all.subarray(1) : all
      isBroken ||= !own.length || own[0]! >= 128 === (own === all)
      return own
    },
    /** Has all been read, and was all of it there? */
    isRead: () => !isBroken && at === bytes.length,
  }
}

/** For names of algorithms: whatever is longer or not ASCII is none, and reads as empty. */
const asciiOf = (bytes: Uint8Array) =>
  bytes.length <= 64 && bytes.every((byte) => byte > 32 && byte < 127) ? String.fromCharCode(...bytes) : ''
