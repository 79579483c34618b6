/**
 * Times of commits in log order (milliseconds), such that none is before the one in front of it. Where a clock jumped
 * there and back, the others decide: what does not fit between its neighbours is moved to the nearer of them.
 */
export function steadyTimes(times: readonly number[]): number[] {
  if (times.every((time, i) => i === 0 || times[i - 1]! <= time)) return [...times]
  const kept = longestRising(times)
  let next = kept.length
  const steady = [...times]
  for (let i = times.length - 1; i >= 0; i--) {
    if (kept[next - 1] === i) {
      next--
      continue
    }
    const after = next < kept.length ? times[kept[next]!]! : Infinity
    const before = next > 0 ? times[kept[next - 1]!]! : -Infinity
    steady[i] = times[i]! > before ? after : before
  }
  // Two that were moved into the same gap may still be the wrong way round.
  for (let i = 1; i < steady.length; i++) steady[i] = Math.max(steady[i - 1]!, steady[i]!)
  return steady
}

/** The places of a longest run of times that never fall. */
function longestRising(times: readonly number[]): number[] {
  const previous: (number | undefined)[] = []
  const ends: number[] = []
  for (const [i, time] of times.entries()) {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (times[ends[middle]!]! <= time) low = middle + 1
      else high = middle
    }
    previous[i] = ends[low - 1]
    ends[low] = i
  }
  const run: number[] = []
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) run.push(at)
  return run.reverse()
}
