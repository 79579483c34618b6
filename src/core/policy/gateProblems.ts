import { readSlice } from '../gate/slices'
import { checkAlias } from '../names'
import { milliseconds, type Policy } from './policy'
import type { Rule, RuleOf } from './policyDocument'
import { atKey, atValue, type Nearest, type Path, type PolicyProblem, unknownWord, warned } from './problem'
import { RegistryError } from '../registryError'

/** A gate, and what can be named in its rules. */
interface Gate {
  path: Path
  stage: string
  policy: Policy
  /** Those that the policy speaks of, beside those that follow. */
  aliases: readonly string[]
}

/** What is asked for in front of a stage that no version can do, or that asks for nothing. */
export function gateProblems(rules: readonly Rule[], gate: Gate, nearest: Nearest): PolicyProblem[] {
  return rules.flatMap((rule, i) => {
    const path = [...gate.path, i]
    if ('metric' in rule) return metricProblems(rule, { ...gate, path }, nearest)
    if ('after' in rule) return stayProblems(rule, { ...gate, path }, nearest)
    return 'approvals' in rule ? approvalProblems(rule, path) : []
  })
}

function metricProblems(rule: RuleOf<'metric'>, { path, policy, aliases }: Gate, nearest: Nearest): PolicyProblem[] {
  const { metric, min, max, slices, against, tolerance, anyDataset } = rule
  const alone = (key: string) => atKey([...path, key], `"${key}" is for comparing; say "against" what, too.`)
  return [
    ...(min === undefined && max === undefined && against === undefined
      ? [atValue([...path, 'metric'], `Nothing is asked of ${metric}; say "min", "max" or "against".`)]
      : []),
    ...(min !== undefined && max !== undefined && min > max
      ? [atValue([...path, 'min'], `No value is at least ${min} and at most ${max}.`)]
      : []),
    ...(slices !== undefined && readSlice(slices).pairs.length === 0
      ? [atValue([...path, 'slices'], 'Slices are written region=*, or region=*,device=mobile.')]
      : []),
    ...(against === undefined
      ? [
          ...(tolerance === undefined ? [] : [alone('tolerance')]),
          ...(anyDataset === undefined ? [] : [alone('anyDataset')]),
        ]
      : againstProblems([...path, 'against'], against, { policy, aliases, nearest })),
  ]
}

/** Aliases may be set by hand, so one that is not known yet is no error. */
function againstProblems(
  path: Path,
  against: string,
  { policy, aliases, nearest }: { policy: Policy; aliases: readonly string[]; nearest: Nearest },
): PolicyProblem[] {
  const stages = ['none', ...policy.stages, 'archived']
  const known = [...policy.stages, 'archived', ...Object.keys(policy.followers), ...aliases, 'parent']
  if ([...known, 'none'].includes(against)) return []
  const message = `"${against}" is no stage, and no alias that this policy knows`
  const problem = unknownWord(atValue, path, { message, word: against, known: [...new Set(known)], nearest })
  try {
    checkAlias(against, [...stages, 'parent'])
    return [warned(problem)]
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return [problem]
  }
}

function stayProblems({ after, for: time }: RuleOf<'after'>, gate: Gate, nearest: Nearest): PolicyProblem[] {
  const { path, policy, stage } = gate
  const order = ['none', ...policy.stages, 'archived']
  const known = order.slice(0, -1)
  const zero =
    time !== undefined && isZero(time) ? [atValue([...path, 'for'], `"for" has to be longer than ${time}.`)] : []
  const at = [...path, 'after']
  if (!order.includes(after)) {
    const message = `There is no stage "${after}"`
    return [unknownWord(atValue, at, { message, word: after, known, nearest }), ...zero]
  }
  const isLate = order.includes(stage) && order.indexOf(after) >= order.indexOf(stage)
  const late = `No version has been in "${after}" before it enters "${stage}": it does not come earlier.`
  return [...(isLate ? [atValue(at, late)] : []), ...zero]
}

function approvalProblems({ approvals: { count, from } }: RuleOf<'approvals'>, path: Path): PolicyProblem[] {
  if (!from) return []
  const people = new Set(from.map((email) => email.toLowerCase()))
  return count > people.size
    ? [atValue([...path, 'approvals', 'count'], `${count} are to approve, and only ${people.size} may.`)]
    : []
}

export const isZero = (duration: string): boolean => milliseconds(duration) === 0
