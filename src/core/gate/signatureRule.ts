import { incompatibilities } from '../compatible'
import { opponentsOf } from './opponents'
import type { Asked, Outcome } from './outcome'
import { firstOf, listed } from './words'

/** It takes every input that the holder of the entered stage takes. */
export function signatureRule(asked: Asked): Outcome {
  const { facts, name } = asked
  const { others, notes } = opponentsOf(asked, facts.stage)
  const ours = facts.candidate.record.signature
  const known = others.filter(({ baseline }) => baseline.version.record.signature)
  const silent = others.filter(({ baseline }) => !baseline.version.record.signature)
  const found = known.map(({ label, baseline }) => ({
    label,
    problems: ours ? incompatibilities(baseline.version.record.signature!, ours) : ['it has no signature'],
  }))
  const failing = found.filter(({ problems }) => problems.length)
  const expected = known.length
    ? `takes every input of ${listed(known.map(({ label }) => label))}`
    : 'takes every input of the present holder'
  const sentences = [
    ...failing.map(({ label, problems }) =>
      ours
        ? `${name} does not take all that ${label} takes: ${firstOf(problems)}.`
        : `${name} has no signature, but ${label} has one, so it is not known whether it takes the same inputs; register it again with --signature FILE.`,
    ),
    ...(failing.length ? [] : found.map(({ label }) => `${name} takes every input that ${label} takes.`)),
    ...silent.map(({ label }) => `${label} has no signature, so there is nothing to compare with.`),
    ...notes,
  ]
  return {
    passed: !failing.length,
    expected,
    actual: failing.length
      ? failing.flatMap(({ problems }) => problems).join('; ')
      : known.length
        ? 'takes them all'
        : 'nothing to compare with',
    ...(known.length ? { baseline: listed(known.map(({ label }) => label)) } : {}),
    message: sentences.join(' '),
  }
}
