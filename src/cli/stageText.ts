import { nameOf } from '../core/reference'
import type { StageAnswer } from '../operations/stageAnswer'
import { counted } from './text'

/** What a move between stages came to, in a line or a few. */
export function stageText(answer: StageAnswer): string {
  const { model, stage, from, displaced, aliases, rollout, pending } = answer
  const name = nameOf(answer)
  if (pending) return `${name} is in ${stage} until then`
  const archived = displaced === null ? '' : `; ${model}@${displaced} is archived`
  const followed = aliases.length ? `; aliases: ${aliases.join(', ')}` : ''
  const moved =
    rollout?.percent === 0
      ? `${name} gets no traffic of ${rollout.stage} any more; it is in ${stage}`
      : rollout
        ? `${name} gets ${rollout.percent}% of the traffic of ${rollout.stage}; it is in ${stage}`
        : from === stage
          ? `${name} is in ${stage} already`
          : `${name} is in ${stage} (before: ${from})${archived}${followed}`
  return [moved, ...gateLines(answer)].join('\n')
}

function gateLines({ gate }: StageAnswer): string[] {
  if (!gate) return []
  const rules = counted(gate.rules.length, 'rule')
  const failing = gate.rules.filter(({ passed }) => !passed)
  if (gate.passed) return [`The gate of ${gate.stage} passed it (${rules}).`]
  const why = gate.override ? 'overridden, which is marked for ever' : 'which does not stop a rollback'
  return [
    `The gate of ${gate.stage} refuses it (${failing.length} of ${rules}), ${why}:`,
    ...failing.map(({ message }) => `- ${message}`),
  ]
}
