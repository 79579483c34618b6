import { cardGaps } from '../card'
import type { Asked, Outcome } from './outcome'
import { firstOf, typed } from './words'

export function cardRule({ facts: { candidate }, name }: Asked): Outcome {
  const gaps = cardGaps(candidate)
  return {
    passed: !gaps.length,
    expected: 'a complete card',
    actual: gaps.length ? `lacks ${firstOf(gaps)}` : 'complete',
    message: gaps.length
      ? `The card of ${name} lacks ${firstOf(gaps)}; write it with: pedigree describe ${typed(name)} --text "…".`
      : `The card of ${name} is complete.`,
  }
}
