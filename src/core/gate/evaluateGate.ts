import type { Rule } from '../policy/policyDocument'
import { nameOf } from '../reference'
import { approvalsRule } from './approvalsRule'
import { cardRule } from './cardRule'
import { checkRule } from './checkRule'
import type { GateFacts } from './facts'
import { filesRule } from './filesRule'
import { measurements } from './measurements'
import { metricRule } from './metricRule'
import { type Asked, type Outcome, ruleText } from './outcome'
import { parityRule } from './parityRule'
import { recordedRule } from './recordedRule'
import type { GateReport } from './report'
import { signatureRule } from './signatureRule'
import { stayRule } from './stayRule'

/** What the rules in front of a stage say of a version. Without rules it passes. */
export function evaluateGate(rules: readonly Rule[], facts: GateFacts): GateReport {
  const { model, candidate, stage, at } = facts
  const name = nameOf({ model, version: candidate.number, id: candidate.id })
  const asked: Asked = { facts, name, measurements: measurements() }
  const results = rules.map((rule) => ({ rule: ruleText(rule), ...outcomeOf(asked, rule) }))
  const passed = results.every((result) => result.passed)
  return { v: 1, model, version: candidate.id, number: candidate.number, stage, at, passed, rules: results }
}

/** What rules compare with, besides the holder of the entered stage: stages, aliases, `parent`. Each once. */
export const baselinesNamed = (rules: readonly Rule[]): string[] => [
  ...new Set(rules.flatMap((rule) => ('against' in rule && rule.against !== undefined ? [rule.against] : []))),
]

function outcomeOf(asked: Asked, rule: Rule): Outcome {
  if ('metric' in rule) return metricRule(asked, rule)
  if ('parity' in rule) return parityRule(asked, rule)
  if ('after' in rule) return stayRule(asked, rule)
  if ('signature' in rule) return signatureRule(asked)
  if ('card' in rule) return cardRule(asked)
  if ('recorded' in rule) return recordedRule(asked, rule)
  if ('files' in rule) return filesRule(asked)
  if ('check' in rule) return checkRule(asked, rule)
  return approvalsRule(asked, rule)
}
