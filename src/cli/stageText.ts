import { nameOf } from '../core/reference'
import type { StageAnswer } from '../operations/stageAnswer'

/** What a move between stages came to, in a line. */
export function stageText(answer: StageAnswer): string {
  const { model, stage, from, displaced, aliases, pending } = answer
  const name = nameOf(answer)
  if (pending) return `${name} is in ${stage} until then`
  if (from === stage) return `${name} is in ${stage} already`
  const archived = displaced === null ? '' : `; ${model}@${displaced} is archived`
  return `${name} is in ${stage} (before: ${from})${archived}${aliases.length ? `; aliases: ${aliases.join(', ')}` : ''}`
}
