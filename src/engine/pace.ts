import type { Following } from '../operations/following'

export type Attention = Pick<Following, 'pollInterval' | 'isWatched'>

/** The longest that a bucket is left alone, unless the setting says more: five minutes, in milliseconds. */
const longest = 5 * 60_000

/**
 * How long to wait before the store is asked again, in milliseconds, after `idle` looks that found nothing new and
 * `failed` ones that did not reach it. A bucket that nobody watches, or that does not answer, is asked ever more rarely.
 */
export function pauseBefore(
  isBucket: boolean,
  { pollInterval, isWatched }: Attention,
  { idle, failed }: { idle: number; failed: number },
): number {
  // That costs next to nothing, and a change of others is to be seen within a second.
  if (!isBucket) return 0
  if (pollInterval <= 0) return Infinity
  const doublings = Math.min(failed || (isWatched ? 0 : idle), 20)
  return Math.max(pollInterval * 1000, Math.min(longest, pollInterval * 1000 * 2 ** doublings))
}
