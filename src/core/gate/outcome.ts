import type { RuleKind } from '../policy/policyDocument'
import { type Rule, ruleShapes } from '../policy/policyDocument'
import type { GateFacts } from './facts'
import type { Measurements } from './measurements'
import type { RuleResult } from './report'

/** What a rule is given. */
export interface Asked {
  facts: GateFacts
  /** The candidate, as a person knows it: `fraud@7`. */
  name: string
  measurements: Measurements
}

/** What a rule answers; how the rule itself is written is added to it. */
export type Outcome = Omit<RuleResult, 'rule'>

/** The rule as a policy would say it: `metric: recall, slices: region=*, against: production`. */
export function ruleText(rule: Rule): string {
  const written: Readonly<Record<string, unknown>> = rule
  return keysOf(rule)
    .filter((key) => written[key] !== undefined)
    .map((key) => `${key}: ${valueText(written[key])}`)
    .join(', ')
}

/** In the order in which a policy says them, whatever became of it in between. */
const keysOf = (rule: Rule): string[] =>
  Object.entries(ruleShapes).flatMap(([kind, shape]) => (isKind(kind) && kind in rule ? Object.keys(shape.shape) : []))

const isKind = (kind: string): kind is RuleKind => Object.hasOwn(ruleShapes, kind)

function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const pairs = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return `{ ${pairs.map(([key, inner]) => `${key}: ${valueText(inner)}`).join(', ')} }`
}
