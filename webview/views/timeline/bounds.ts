import type { TimelineOf } from '../../../src/operations/traceTimeline'
import type { Range } from './layout'

/** All of time, with a little room at both ends; a minute at least. `now` is in milliseconds. */
export function wholeOf({ begin, bars, marks }: Pick<TimelineOf, 'begin' | 'bars' | 'marks'>, now: number): Range {
  let [from, to] = [Date.parse(begin), now]
  for (const at of instantsOf({ bars, marks })) {
    if (at < from) from = at
    if (at > to) to = at
  }
  const room = Math.max(30_000, (to - from) * 0.02)
  return { from: from - room, to: to + room }
}

/** When anything changed, ascending. */
export const changesOf = (data: Pick<TimelineOf, 'bars' | 'marks'>): number[] =>
  [...new Set(instantsOf(data))].sort((a, b) => a - b)

function instantsOf({ bars, marks }: Pick<TimelineOf, 'bars' | 'marks'>): number[] {
  return [
    ...bars.flatMap(({ from, to }) => [Date.parse(from), ...(to === null ? [] : [Date.parse(to)])]),
    ...marks.map(({ at }) => Date.parse(at)),
  ]
}
