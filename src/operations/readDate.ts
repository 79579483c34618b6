import { badDate } from '../core/errors'

/** A date as typed, as an instant in UTC. Without a zone it is local; a day alone means its `edge`. */
export function readDate(text: string, edge: 'start' | 'end'): string {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  const time = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/.test(text)
  if (!day && !time) throw badDate(text)
  const instant = day
    ? new Date(Number(day[1]), Number(day[2]) - 1, Number(day[3]), ...(edge === 'end' ? [23, 59, 59, 999] : []))
    : new Date(text.replace(' ', 'T'))
  const rolledOver = day && instant.getDate() !== Number(day[3])
  if (Number.isNaN(instant.getTime()) || rolledOver) throw badDate(text)
  return instant.toISOString()
}
