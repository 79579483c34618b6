import { scaleTime, scaleUtc } from 'd3-scale'

/** Where and how times are told: the person's language and zone, or in tests fixed ones. */
export interface Clock {
  language: string
  /** Absent: the zone of this machine. */
  zone?: 'UTC'
}

export interface Tick {
  at: number
  text: string
}

const day = 86_400_000

/** Instants that are told easily, as many as fit. Their texts begin where they are, and do not touch. */
export function ticksOf(from: number, to: number, width: number, clock: Clock): Tick[] {
  const scale = (clock.zone === 'UTC' ? scaleUtc() : scaleTime()).domain([from, to])
  let ticks: Tick[] = []
  // Ticks are about as many as were wanted.
  for (let wanted = Math.ceil(width / 40); wanted > 0; wanted = Math.floor(wanted * 0.75)) {
    const dates = scale.ticks(wanted)
    const steps = dates.slice(1).map((date, i) => +date - +dates[i]!)
    const step = steps.length ? Math.min(...steps) : to - from
    const format = formatsFor(step, clock)
    ticks = dates.map((date) => ({ at: +date, text: format(date) }))
    const widest = Math.max(...ticks.map(({ text }) => text.length))
    if ((step / (to - from)) * width >= widest * 6.4 + 12) return ticks
  }
  return ticks.slice(0, 1)
}

function formatsFor(step: number, clock: Clock): (date: Date) => string {
  const of = formatter(clock)
  if (step >= 365 * day) return of({ year: 'numeric' })
  if (step >= 28 * day) {
    const [month, year] = [of({ month: 'short' }), of({ year: 'numeric' })]
    return (date) => (partsOf(date, clock).month === 1 ? year(date) : month(date))
  }
  const date = of({ day: 'numeric', month: 'short' })
  if (step >= day) return date
  const time = of({ hour: '2-digit', minute: '2-digit', ...(step < 60_000 ? { second: '2-digit' } : {}) })
  return (instant) => {
    const { hour, minute, second } = partsOf(instant, clock)
    return hour + minute + second === 0 ? date(instant) : time(instant)
  }
}

const formatter =
  ({ language, zone }: Clock) =>
  (options: Intl.DateTimeFormatOptions) => {
    const format = formatOf(language, { ...options, ...(zone ? { timeZone: zone } : {}) })
    return (date: Date): string => format.format(date)
  }

/** To make one takes longer than to use it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options)
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, options)
  formats.set(key, format)
  return format
}

const partsOf = (date: Date, { zone }: Clock) =>
  zone
    ? {
        month: date.getUTCMonth() + 1,
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        second: date.getUTCSeconds(),
      }
    : { month: date.getMonth() + 1, hour: date.getHours(), minute: date.getMinutes(), second: date.getSeconds() }

/** `1 Nov 2025, 12:00`, to the second where `precise`. */
export const instantText = (at: number, clock: Clock, precise: { seconds: boolean } = { seconds: false }): string =>
  formatter(clock)({ dateStyle: 'medium', timeStyle: precise.seconds ? 'medium' : 'short' })(new Date(at))

/** How long something lasted, in its two largest units. */
export function durationText(milliseconds: number, { language }: Pick<Clock, 'language'>): string {
  const first = units.findIndex(([, length]) => milliseconds >= length)
  let rest = milliseconds
  const parts = units.slice(first < 0 ? -1 : first, first < 0 ? undefined : first + 2).map(([unit, length]) => {
    const count = Math.floor(rest / length)
    rest -= count * length
    return { unit, count }
  })
  return parts
    .filter(({ count }, i) => count > 0 || i === 0)
    .map(({ unit, count }) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count),
    )
    .join(' ')
}

const units: readonly [unit: string, length: number][] = [
  ['year', 365 * day],
  ['day', day],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
]
