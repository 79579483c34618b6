import type { StageAnswer } from '../operations/stageAnswer'

/** What a move between stages came to, in a line. */
export function stageText({ model, version, stage, from, displaced, aliases, pending }: StageAnswer): string {
  if (pending) return `${model}@${version}: pending, not in the registry yet`
  if (from === stage) return `${model}@${version} is in ${stage} already`
  const archived = displaced === null ? '' : `; ${model}@${displaced} is archived`
  return `${model}@${version} is in ${stage} (before: ${from})${archived}${aliases.length ? `; aliases: ${aliases.join(', ')}` : ''}`
}
