import { readDate } from '../operations/readDate'
import { prettyTime } from './text'

/** The option of what can be looked at as it was. */
export const atOption = ['--at <date>', 'as it was then; a day alone means its end'] as const

/** A date as typed, as an instant. Of one that is still to come it is said what the answer is of. */
export function readPast(text: string): string {
  if (Date.parse(readDate(text, 'start')) > Date.now())
    process.stderr.write(`${text} is still to come: this is how things are now.\n`)
  return readDate(text, 'end')
}

/** On which commit an answer is based. */
export const basisText = ({ seq, id, at }: { seq: number; id: string; at: string }): string =>
  `As of commit ${seq} (${id}), ${prettyTime(at)}`
