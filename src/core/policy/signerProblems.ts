import type { PolicyDocument } from './policyDocument'
import { atKey, atValue, type Nearest, type Path, type PolicyProblem, unknownWord } from './problem'

/** Who is to sign and cannot: `known` are the people whose keys are there. */
export function signerProblems(
  models: PolicyDocument['models'],
  known: readonly string[],
  nearest: Nearest,
): PolicyProblem[] {
  return [
    ...Object.entries(models).flatMap(([glob, { signers = {}, gates = {} }]) => [
      ...Object.entries(signers).flatMap(([stage, people]) =>
        withoutKey(['models', glob, 'signers', stage], people, { known, nearest }),
      ),
      ...Object.entries(gates).flatMap(([stage, rules]) =>
        rules.flatMap((rule, i) => {
          if (!('approvals' in rule) || !rule.approvals.signed) return []
          const path = ['models', glob, 'gates', stage, i, 'approvals']
          if (rule.approvals.from) return withoutKey([...path, 'from'], rule.approvals.from, { known, nearest })
          return known.length ? [] : [atValue([...path, 'signed'], 'Nobody can sign: "keys" has no key of anybody.')]
        }),
      ),
    ]),
    ...guardProblems(models),
  ]
}

const withoutKey = (
  path: Path,
  people: readonly string[],
  { known, nearest }: { known: readonly string[]; nearest: Nearest },
) =>
  people.flatMap((email, i) => {
    if (known.includes(email)) return []
    const message = `There is no key of ${email}`
    if (!known.length) return [atValue([...path, i], `${message}: it has to be under "keys".`)]
    return [unknownWord(atValue, [...path, i], { message, word: email, known, nearest })]
  })

/** Policies are applied together, so who applies them has to be trusted with all that are guarded. */
function guardProblems(models: PolicyDocument['models']): PolicyProblem[] {
  let trusted: readonly string[] | undefined
  for (const [glob, { signers = {} }] of Object.entries(models)) {
    const people = Object.hasOwn(signers, 'policy') ? signers['policy'] : undefined
    if (!people) continue
    trusted = trusted?.filter((email) => people.includes(email)) ?? people
    if (!trusted.length)
      return [
        atKey(
          ['models', glob, 'signers', 'policy'],
          'Nobody could apply policies any more: no one is under "policy" here and in all policies above.',
        ),
      ]
  }
  return []
}
