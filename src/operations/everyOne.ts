import pLimit from 'p-limit'
import { cancelled } from '../core/errors'

/**
 * Does some work for each item, several at a time. After the first failure nothing more is begun, what is under
 * way is told to stop and waited for, and the failure is thrown.
 */
export async function everyOne<T>(
  items: Iterable<T>,
  { atOnce, signal }: { atOnce: number; signal?: AbortSignal | undefined },
  work: (item: T, signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const limit = pLimit(atOnce)
  const failed = new AbortController()
  const stop = signal ? AbortSignal.any([failed.signal, signal]) : failed.signal
  let failure: { error: unknown } | undefined
  const one = async (item: T) => {
    if (stop.aborted) return
    try {
      await work(item, stop)
    } catch (error) {
      failure ??= { error }
      failed.abort()
    }
  }
  await Promise.all(Array.from(items, (item) => limit(() => one(item))))
  if (signal?.aborted) throw cancelled()
  if (failure) throw failure.error
}
