import type { Timeline } from '../../../src/core/timeline/timeline'
import type { Range } from './layout'

/** When anything changed (milliseconds, ascending), the model's beginning included. */
export function changesOf({ begin, bars, marks }: Pick<Timeline, 'begin' | 'bars' | 'marks'>): number[] {
  const told = new Set<string>([begin])
  for (const { from, to } of bars) {
    told.add(from)
    if (to !== null) told.add(to)
  }
  for (const { at } of marks) told.add(at)
  return [...new Set([...told].map((at) => Date.parse(at)))].sort((a, b) => a - b)
}

/** All of time, with a little room at both ends; a minute at least. `now` is in milliseconds. */
export function wholeOf(changes: readonly number[], now: number): Range {
  const from = changes[0] ?? now
  const to = Math.max(now, changes.at(-1) ?? now)
  const room = Math.max(30_000, (to - from) * 0.02)
  return { from: from - room, to: to + room }
}

/** A range of the same length inside another; all of that, where it is longer. */
export function within({ from, to }: Range, whole: Range): Range {
  const span = Math.min(to - from, whole.to - whole.from)
  const start = Math.min(whole.to - span, Math.max(whole.from, from))
  return { from: start, to: start + span }
}

/** So much around an instant. */
export const around = (at: number, span: number): Range => ({ from: at - span / 2, to: at + span / 2 })
