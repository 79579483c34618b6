import type { Metric } from '../src/core/metric'

// How values are put into words on pages, in the language of the document.

const language = () => globalThis.document?.documentElement.lang || 'en'

/** It takes longer to make one than to use it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>()

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([language(), options])
  const format = formats.get(key) ?? new Intl.NumberFormat(language(), options)
  formats.set(key, format)
  return format
}

/** Four significant digits are what a person compares, unless it takes more to tell values apart; `NaN` and infinities are said as such. */
export function number(value: Metric['value'] | null | undefined, digits = 4): string {
  if (value === null || value === undefined) return '–'
  if (typeof value !== 'number') return value === 'Infinity' ? '∞' : value === '-Infinity' ? '−∞' : value
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e9))
    return value.toExponential(digits - 1).replace('e+', 'e')
  const short = Number.isInteger(value) ? value : Number(value.toPrecision(digits))
  return numbers({ maximumSignificantDigits: Math.max(10, digits), useGrouping: Math.abs(value) >= 10_000 }).format(
    // Nobody means the zero that has a sign.
    short === 0 ? 0 : short,
  )
}

/** Values as texts, with as many digits as it takes to tell those apart that differ. */
export function apart(values: readonly (Pick<Metric, 'value'> | null)[]): string[] {
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

export const percent = (part: number): string =>
  numbers({ style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(part)

export const when = (instant: string): string =>
  new Date(instant).toLocaleString(language(), { dateStyle: 'medium', timeStyle: 'short' })

/** Without the time of day. */
export const day = (instant: string): string =>
  new Date(instant).toLocaleDateString(language(), { dateStyle: 'medium' })

export function size(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0)
  const value = bytes / 1000 ** power
  return `${value.toFixed(power === 0 || value >= 99.95 ? 0 : 1)} ${units[power]}`
}
