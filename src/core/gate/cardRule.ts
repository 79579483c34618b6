import { sectionOf } from '../card/sections'
import type { GateCard } from './facts'
import type { Asked, Outcome } from './outcome'
import { counted, listed, typed } from './words'

/** The lint of the candidate's own card has no error. */
export function cardRule({ facts: { card = noCard }, name }: Asked): Outcome {
  const expected = 'a complete card'
  const { missing, previous } = card
  if (missing !== undefined) {
    const inherits = previous ? `; it would begin with what was said of ${previous}, to be affirmed` : ''
    return {
      ...{ passed: false, expected, actual: 'no card' },
      message: `${name} has no card: ${missing}${inherits}. Write it with: pedigree card set ${typed(name)} FILE.`,
    }
  }
  const errors = card.findings.filter(({ severity }) => severity === 'error')
  if (!errors.length) return { passed: true, expected, actual: 'complete', message: `The card of ${name} is complete.` }
  const codes = [...new Set(errors.map(({ code }) => code))].map((code) => {
    const fields = [...new Set(errors.filter((error) => error.code === code).map(({ field }) => titleOf(field)))]
    return `${code.replace(/^card\//, '')} (${listed(fields)})`
  })
  return {
    passed: false,
    expected,
    actual: counted(errors.length, 'error'),
    message: `The card of ${name} is not complete: ${listed(codes)}; see: pedigree card lint ${typed(name)}.`,
  }
}

const noCard: GateCard = { findings: [], missing: 'none was saved' }

const titleOf = (field: string): string => sectionOf(field)?.title ?? (field === 'identity.license' ? 'Licence' : field)
