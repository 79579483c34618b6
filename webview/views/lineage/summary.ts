import * as l10n from '@vscode/l10n'
import type { Pages } from '../../../src/protocol'
import { number, when } from '../../format'

type Traced = Pages['lineage']

export const titleOf = ({ focus }: Pick<Traced, 'focus'>): string =>
  l10n.t('Lineage of {0}', `${focus.model}@${focus.version}`)

/** How much there is to see, how much there is beside it, and of when it is. */
export function summaryOf({ nodes, edges, basis }: Pick<Traced, 'nodes' | 'edges' | 'basis'>): string {
  const hidden = nodes.reduce((sum, { hidden }) => sum + hidden.before + hidden.after, 0)
  const told = l10n.t('{0} nodes, {1} edges', number(nodes.length), number(edges.length))
  const more = hidden ? l10n.t('{0} neighbours are not shown', number(hidden)) : ''
  const asOf = basis.asked === null ? '' : l10n.t('As of {0} (commit {1})', when(basis.asked), basis.seq)
  return [told, more, asOf].filter(Boolean).join(' · ')
}
