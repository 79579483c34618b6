/** Memory for the parts of files on their way, the same however many and large the files are. */
export interface BufferPool {
  /** Waits for its turn. The content is whatever it was. */
  take(size: number): Promise<Buffer>
  give(buffer: Buffer): void
}

export function bufferPool(partSize: number, count: number): BufferPool {
  const free: Buffer[] = []
  const waiting: { size: number; hand: (buffer: Buffer) => void }[] = []
  const limit = partSize * count
  let used = 0

  function serve(): void {
    while (waiting.length) {
      const { size, hand } = waiting[0]!
      // One that is larger than all of it comes when there is nothing else.
      if (used && used + size > limit) return
      waiting.shift()
      used += size
      hand(size === partSize ? (free.pop() ?? Buffer.allocUnsafeSlow(size)) : Buffer.allocUnsafeSlow(size))
    }
  }

  return {
    take: (size) =>
      new Promise((hand) => {
        waiting.push({ size, hand })
        serve()
      }),
    give: (buffer) => {
      used -= buffer.length
      if (buffer.length === partSize) free.push(buffer)
      serve()
    },
  }
}
