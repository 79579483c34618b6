import type { Change, Measurement } from '../../../src/core/compare/change'
import { number, percent } from '../../format'

/** `+0.012 (+1.4%)`; '' where there is no number to tell. */
export function changeText({ by, share }: Change): string {
  if (by === null || by === 0) return ''
  const sign = by < 0 ? '−' : '+'
  const difference = `${sign}${number(Math.abs(by), 3)}`
  const tells = share !== null && Math.abs(share) >= 0.0005 && Math.abs(share) < 100
  return tells ? `${difference} (${percent(share).replace('-', '−')})` : difference
}

/** What stands before a change, so that nobody has to tell by its colour. */
export const signs: Readonly<Record<Change['verdict'], string>> = {
  better: '▲',
  worse: '▼',
  same: '=',
  incomparable: '≠',
}

/** `±0.01`, or both bounds where they are not as far away; '' where nothing is known. */
export function intervalText({ value, interval }: Measurement): string {
  if (!interval) return ''
  const { lower, upper } = interval
  const [down, up] = [Number(value) - lower, upper - Number(value)]
  return Math.abs(down - up) <= 0.02 * Math.max(down, up)
    ? `±${number((up + down) / 2, 2)}`
    : `${number(lower, 3)}–${number(upper, 3)}`
}
