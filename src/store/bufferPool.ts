/** Memory for the parts of files on their way, the same however many and large the files are. */
export interface BufferPool {
  /** Waits for its turn. At least as large as asked for; the content is whatever it was. */
  take(size: number): Promise<Buffer>
  give(buffer: Buffer): void
}

/** Buffers for parts, and smaller ones for small files, are used again and again, never left to be collected. */
export function bufferPool(partSize: number, count: number): BufferPool {
  const free = new Map<number, Buffer[]>([
    [partSize / 16, []],
    [partSize, []],
  ])
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
      hand(free.get(size)?.pop() ?? Buffer.allocUnsafeSlow(size))
    }
  }

  return {
    take: (size) =>
      new Promise((hand) => {
        waiting.push({ size: [...free.keys()].find((usual) => size <= usual) ?? size, hand })
        serve()
      }),
    give: (buffer) => {
      used -= buffer.length
      free.get(buffer.length)?.push(buffer)
      serve()
    },
  }
}
