// Numbers, times and lists as a person reads them.

/** With six significant digits, or with as many as it takes to tell it from `others`. */
export function shown(value: number, others: readonly number[] = []): string {
  if (!Number.isFinite(value)) return String(value)
  const close = others.filter((other) => other !== value && Math.abs(other - value) < 1e-5 * Math.abs(value))
  if (!close.length) return String(Number(value.toPrecision(6)))
  const at = (digits: number, number: number) => String(Number(number.toPrecision(digits)))
  let digits = 6
  while (digits < 17 && close.some((other) => at(digits, other) === at(digits, value))) digits++
  return at(digits, value)
}

/** Without what a subtraction adds to it: 0.8 - 0.1 is 0.7. */
export const rounded = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(12)) : value)

/** `a`, `a and b`, `a, b and c`. */
export const listed = (items: readonly string[], word = 'and'): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`

/** The first three, and how many more there are. */
export const firstOf = (items: readonly string[]): string =>
  items.length <= 3 ? listed(items) : `${items.slice(0, 3).join(', ')} and ${items.length - 3} more`

/** `1 slice`, `2 slices`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** `6 h 30 min`, `24 h`, `7 d`: rounded down. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  if (seconds < 60) return `${seconds} s`
  if (minutes < 60) return joined([minutes, 'min'], [seconds % 60, 's'])
  if (hours < 48) return joined([hours, 'h'], [minutes % 60, 'min'])
  return joined([Math.floor(hours / 24), 'd'], [hours % 24, 'h'])
}

const joined = (...parts: [number, string][]): string =>
  parts
    .filter(([count], i) => i === 0 || count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')

/** `2026-11-22 09:30 UTC`. */
export const minuteOf = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`

/** As minuteOf, the first full minute that is not before; undefined after the year 9999. */
export function minuteFrom(milliseconds: number): string | undefined {
  const minute = Math.ceil(milliseconds / 60_000) * 60_000
  return minute < Date.UTC(10_000, 0) ? minuteOf(new Date(minute).toISOString()) : undefined
}

/** As it is typed into a shell. */
export const typed = (word: string): string =>
  /^[\w@./:=+…-]+$/.test(word) ? word : `"${word.replace(/["\\$`]/g, '\\$&')}"`
