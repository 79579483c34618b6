import { milliseconds } from '../policy/policy'
import type { RuleOf } from '../policy/policyDocument'
import type { Asked, Outcome } from './outcome'
import { minuteFrom, minuteOf, span, typed } from './words'

/** It has been in a stage, for some time without a break if so asked. */
export function stayRule(asked: Asked, { after: stage, for: duration }: RuleOf<'after'>): Outcome {
  const { facts, name } = asked
  const stays = facts.candidate.stays
    .filter((stay) => stay.stage === stage)
    .map(({ from, to }) => ({
      from,
      isPresent: to === undefined,
      length: Math.max(0, Date.parse(to ?? facts.at) - Date.parse(from)),
    }))
  const wanted = duration === undefined ? 0 : milliseconds(duration)
  const expected = duration === undefined ? `has been in ${stage}` : `${span(wanted)} in ${stage} without a break`
  const promote = `pedigree promote ${typed(name)} ${typed(stage)}`
  if (!stays.length) {
    const asks = duration === undefined ? `and has to pass through it` : `but ${span(wanted)} there are asked for`
    const message = `${name} has never been in ${stage}, ${asks}; put it there with: ${promote}.`
    return { passed: false, expected, actual: `never in ${stage}`, message }
  }
  const longest = stays.reduce((a, b) => (b.length > a.length ? b : a))
  const present = stays.find(({ isPresent }) => isPresent)
  if (duration === undefined) {
    const actual = present
      ? `in ${stage} since ${minuteOf(present.from)}`
      : `in ${stage} from ${minuteOf(longest.from)}`
    const message = `${name} ${present ? 'has been' : 'was'} ${actual}${present ? '' : `, for ${span(longest.length)}`}, as is asked.`
    return { passed: true, expected, actual, message }
  }
  const passed = longest.length >= wanted
  const actual = `${span(longest.length)} of ${span(wanted)}`
  if (passed || !present) {
    const spent = `${name} was in ${stage} for ${span(longest.length)} without a break`
    const message = passed
      ? `${spent}; ${span(wanted)} are asked for.`
      : `${spent} at the longest, but ${span(wanted)} are asked for, and it is not there now; put it back with: ${promote}.`
    return { passed, expected, actual, message }
  }
  const earliest = minuteFrom(Date.parse(present.from) + wanted)
  const message =
    `${name} has been in ${stage} for ${span(present.length)} of ${span(wanted)}` +
    (earliest ? `; if it stays there, this passes at the earliest at ${earliest}.` : '.')
  return { passed, expected, actual, message }
}
