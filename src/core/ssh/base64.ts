const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The bytes of standard base64 with its padding; undefined for whatever else, another way to write the same bytes included. */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined
  const bare = text.replace(/=+$/, '')
  const bytes = new Uint8Array(Math.floor((bare.length * 3) / 4))
  for (let i = 0, at = 0, bits = 0; i < bare.length; i++) {
    bits = ((bits << 6) | digits.indexOf(bare[i]!)) & 0xffff
    if (i % 4) bytes[at++] = bits >> (6 - 2 * (i % 4))
  }
  return base64Of(bytes) === text ? bytes : undefined
}

export function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const four = [18, 12, 6, 0].map((shift) => digits[(bits >> shift) & 63]).join('')
    text += four.slice(0, Math.min(4, bytes.length - i + 1)).padEnd(4, '=')
  }
  return text
}
