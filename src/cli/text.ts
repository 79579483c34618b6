import { styleText } from 'node:util'
import Table from 'cli-table3'
import { metricLabel } from '../core/metric'
import type { MetricRow } from '../index/versions'

export const dim = (text: string): string => styleText('dim', text)
export const bold = (text: string): string => styleText('bold', text)

/** Columns without lines; headings are dim. */
export function table(head: string[], rows: (string | number)[][]): string {
  const blank = Object.fromEntries(
    [
      'top',
      'top-mid',
      'top-left',
      'top-right',
      'bottom',
      'bottom-mid',
      'bottom-left',
      'bottom-right',
      'left',
      'left-mid',
      'mid',
      'mid-mid',
      'right',
      'right-mid',
      'middle',
    ].map((part) => [part, '']),
  )
  const layout = new Table({
    head: head.map(dim),
    chars: blank,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  })
  layout.push(...rows)
  return layout.toString().replace(/ +$/gm, '')
}

/** `1 file`, `2 files`. */
export const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`

const numbered = (numbers: readonly number[]) => numbers.map((number) => `v${number}`).join(' ')

/** `staging v3 v4, production v2`. */
export const stagesText = (stages: Readonly<Record<string, number[]>>): string =>
  Object.entries(stages)
    .map(([stage, numbers]) => `${stage} ${numbered(numbers)}`)
    .join(', ')

/** `champion v2, rollback v1`. */
export const namesText = (names: Readonly<Record<string, number>>): string =>
  Object.entries(names)
    .map(([name, number]) => `${name} v${number}`)
    .join(', ')

/** `production v3 25%`. */
export const rolloutText = (rollouts: Readonly<Record<string, { version: number; percent: number }>>): string =>
  Object.entries(rollouts)
    .map(([stage, { version, percent }]) => `${stage} v${version} ${percent}%`)
    .join(', ')

/** Decimal units, as disks and networks have them. */
export function prettyBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${power === 0 ? Math.round(value) : value.toFixed(value < 10 ? 2 : 1)} ${units[power]}`
}

/** In local time, to the second. */
export function prettyTime(instant: string): string {
  const time = new Date(instant)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}

export const prettyValue = (value: unknown): string =>
  typeof value === 'number'
    ? String(Number(value.toPrecision(6)))
    : value === undefined
      ? '–'
      : typeof value === 'string'
        ? value
        : JSON.stringify(value)

/** The metrics of the whole data first, as many as fit a line. */
export function prettyMetrics(metrics: readonly MetricRow[], most = 4): string {
  const whole = metrics.filter(({ slice }) => !slice)
  const shown = whole.slice(0, most).map((metric) => `${metricLabel(metric)} ${prettyValue(metric.value)}`)
  return shown.join(', ') + (whole.length > most ? ' …' : '')
}
