import * as l10n from '@vscode/l10n'
import type { Pages } from '../../../src/protocol'
import { number, when } from '../../format'

type Traced = Pages['lineage']

export const titleOf = ({ focus }: Pick<Traced, 'focus'>): string =>
  l10n.t('Lineage of {0}', `${focus.model}@${focus.version}`)

/** How much there is to see, how much there is beside it, and of when it is. */
export function summaryOf({ nodes, edges, basis }: Pick<Traced, 'nodes' | 'edges' | 'basis'>): string {
  const hidden = nodes.reduce((sum, { hidden }) => sum + hidden.before + hidden.after, 0)
  const told = [
    nodes.length === 1 ? l10n.t('1 node') : l10n.t('{0} nodes', number(nodes.length)),
    edges.length === 1 ? l10n.t('1 edge') : l10n.t('{0} edges', number(edges.length)),
  ].join(', ')
  const isAlone = nodes.length === 1 && !hidden
  const more = isAlone
    ? l10n.t('Nothing is known of what it was made of, and nothing was made of it')
    : hidden === 1
      ? l10n.t('1 neighbour is not shown')
      : hidden
        ? l10n.t('{0} neighbours are not shown', number(hidden))
        : ''
  const asOf = basis.asked === null ? '' : l10n.t('As of {0} (commit {1})', when(basis.asked), basis.seq)
  return [told, more, asOf].filter(Boolean).join(' · ')
}
