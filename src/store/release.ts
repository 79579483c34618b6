/** Node has it, the library of types not yet. */
type Transferable = ArrayBuffer & { transfer(length: number): ArrayBuffer }

/**
 * Gives a buffer's memory back now, and not when garbage is collected, which lets many megabytes gather. The buffer
 * is empty afterwards. One that shares its memory is left alone.
 */
export function release(buffer: Buffer): void {
  if (buffer.buffer.byteLength === buffer.length) (buffer.buffer as Transferable).transfer(0)
}
