import type { GateReport } from '../core/gate/report'
import { bold, counted, dim } from './text'

/** What a gate said, rule by rule. */
export function gateText({ model, number, stage, passed, rules }: GateReport): string {
  const failed = rules.filter((rule) => !rule.passed).length
  const of = counted(rules.length, 'rule')
  const name = `${model}@${number}`
  if (!rules.length) return `${stage} of ${model} has no gate: ${name} may enter`
  return [
    bold(passed ? `${name} passes the gate of ${stage} (${of})` : `${name} fails ${failed} of ${of} of ${stage}`),
    ...rules.flatMap((rule) => [`${rule.passed ? '✓' : '✗'} ${rule.message}`, `  ${dim(rule.rule)}`]),
  ].join('\n')
}
