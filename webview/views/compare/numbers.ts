import type { Change, Measurement } from '../../../src/core/compare/change'
import { number, percent } from '../../format'

/** Values as texts, with as many digits as it takes to tell those apart that differ. */
export function apart(values: readonly (Pick<Measurement, 'value'> | null)[]): string[] {
  const raw = new Set(values.map((value) => value?.value))
  for (let digits = 4; ; digits++) {
    const texts = values.map((value) => number(value?.value, digits))
    if (digits >= 17 || new Set(texts).size === raw.size) return aligned(texts)
  }
}

/** With as many decimals as the one with the most, so that they can be compared at a glance. */
function aligned(texts: readonly string[]): string[] {
  const point = number(1.5).charAt(1)
  const isPlain = (text: string) => /^[-−]?[\d.,\s\u202F\u00A0]+$/.test(text)
  const decimals = (text: string) => (text.includes(point) ? text.length - text.lastIndexOf(point) - 1 : 0)
  const most = Math.max(0, ...texts.filter(isPlain).map(decimals))
  if (most === 0 || most > 6) return [...texts]
  return texts.map((text) => {
    const missing = most - decimals(text)
    return !isPlain(text) || !missing ? text : `${text}${decimals(text) ? '' : point}${'0'.repeat(missing)}`
  })
}

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
