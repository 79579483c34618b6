/** Repeats a check until it no longer throws, and gives its answer; throws what the last try threw. */
export async function eventually<T>(check: () => T | Promise<T>, seconds = 15): Promise<T> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
