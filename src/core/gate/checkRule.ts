import { own } from '../own'
import type { RuleOf } from '../policy/policyDocument'
import type { Asked, Outcome } from './outcome'
import { minuteOf, typed } from './words'

/** The latest result of a check is `pass`. */
export function checkRule({ facts: { candidate }, name }: Asked, { check }: RuleOf<'check'>): Outcome {
  const expected = 'reported as passed'
  const latest = own(candidate.checks, check)
  if (!latest)
    return {
      passed: false,
      expected,
      actual: 'never reported',
      message: `The check ${check} of ${name} was never reported; report it with: pedigree check ${typed(name)} ${typed(check)} pass.`,
    }
  const passed = latest.result === 'pass'
  const who = latest.by.name || latest.by.email || 'somebody'
  const told = `as ${who} reported at ${minuteOf(latest.at)}`
  const more = [...(latest.note ? [`"${latest.note}"`] : []), ...(latest.url ? [`see ${latest.url}`] : [])]
  return {
    passed,
    expected,
    actual: passed ? 'passed' : 'failed',
    message:
      `The check ${check} of ${name} ${passed ? 'passed' : 'failed'}, ${told}${more.length ? ` (${more.join(', ')})` : ''}` +
      `${passed ? '' : '; it has to pass'}.`,
  }
}
