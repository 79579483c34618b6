/** Lets nobody go before all are there, or have given up. */
export function startLine(count: number) {
  let missing = count
  let open = () => {}
  const opened = new Promise<void>((done) => (open = done))
  const arrive = (): Promise<void> => {
    if (--missing <= 0) open()
    return opened
  }
  return {
    arrive,
    /** Runs `work`, which is to arrive; if it fails, nobody waits for it. */
    after: async <T>(work: () => Promise<T>): Promise<T> => {
      try {
        return await work()
      } catch (error) {
        void arrive()
        throw error
      }
    },
  }
}
