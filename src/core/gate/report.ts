import * as z from 'zod'
import { Instant, Sha256 } from '../record'

/** One measurement that a rule looked at: of a slice, on a dataset. */
export const RulePart = z.object({
  slice: z.string().optional(),
  dataset: z.string().optional(),
  passed: z.boolean(),
  actual: z.string(),
  baseline: z.string().optional(),
})
export type RulePart = z.infer<typeof RulePart>

/** What came of one rule, in words that a person reads without the manual. */
export const RuleResult = z.object({
  /** The rule as a policy would say it, such as `metric: f1, min: 0.9`. */
  rule: z.string(),
  passed: z.boolean(),
  expected: z.string(),
  actual: z.string(),
  /** With what it was compared, and that one's value. */
  baseline: z.string().optional(),
  message: z.string(),
  /** Where a rule looks at several measurements: each of them. */
  parts: z.array(RulePart).optional(),
})
export type RuleResult = z.infer<typeof RuleResult>

/** What a gate said of a version, as it is stored with the event. */
export const GateReport = z.object({
  v: z.literal(1),
  model: z.string(),
  /** Its id. */
  version: Sha256,
  number: z.int(),
  stage: z.string(),
  /** The time that counts for how long a version has been somewhere. */
  at: Instant,
  passed: z.boolean(),
  rules: z.array(RuleResult),
})
export type GateReport = z.infer<typeof GateReport>
