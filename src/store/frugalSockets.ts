import type { Socket } from 'node:net'

const size = 64 * 1024

/**
 * Options of an HTTP agent whose sockets read into memory that is used again. Otherwise every 64 KiB of a download
 * are left to the collector of garbage, which lets many megabytes of them gather.
 */
export function frugalSockets() {
  let used: Buffer | undefined
  return {
    onread: {
      // Asked once for a new socket, and right after each read of one: then the buffer is that socket's own.
      buffer: () => {
        const buffer = used ?? Buffer.allocUnsafeSlow(size)
        used = undefined
        return buffer
      },
      // Whoever parses HTTP copies what it keeps before it returns.
      callback(this: Socket, length: number, buffer: Uint8Array): boolean {
        this.emit('data', Buffer.from(buffer.buffer, buffer.byteOffset, length))
        used = Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength)
        return true
      },
    },
  }
}
