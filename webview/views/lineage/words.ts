import * as l10n from '@vscode/l10n'
import type { DrawnNode } from '../../../src/core/lineage/collapse'
import type { EdgeRelation, LineageEdge, NodeKind } from '../../../src/core/lineage/graph'
import { number } from '../../format'

// How lineages are put into words.

export const kindWords = (kind: DrawnNode['kind']): string =>
  ({
    dataset: l10n.t('Data'),
    code: l10n.t('Code'),
    run: l10n.t('Run'),
    version: l10n.t('Version'),
    chain: l10n.t('Versions'),
    stage: l10n.t('Stage'),
    deployment: l10n.t('Environment'),
  })[kind]

/** Of many. */
export const kindsWords = (kind: NodeKind): string =>
  ({
    dataset: l10n.t('Data'),
    code: l10n.t('Code'),
    run: l10n.t('Runs'),
    version: l10n.t('Versions'),
    stage: l10n.t('Stages'),
    deployment: l10n.t('Environments'),
  })[kind]

export const relationWords = (relation: EdgeRelation): string =>
  ({
    'retrained-from': l10n.t('retrained'),
    'fine-tuned-from': l10n.t('fine-tuned'),
    'distilled-from': l10n.t('distilled'),
    'merged-from': l10n.t('merged'),
    'quantized-from': l10n.t('quantized'),
    'trained-on': l10n.t('trained on'),
    'built-from': l10n.t('built from'),
    'made-by': l10n.t('made by'),
    'read-by': l10n.t('read by'),
    'run-from': l10n.t('run from'),
    in: l10n.t('in'),
    'gets-traffic': l10n.t('gets traffic'),
    'runs-in': l10n.t('runs in'),
  })[relation]

/** What stands beside an edge. */
export const edgeWords = ({ relation, dirty, percent }: Pick<LineageEdge, 'relation' | 'dirty' | 'percent'>): string =>
  dirty
    ? `${relationWords(relation)} ✱`
    : percent === undefined
      ? relationWords(relation)
      : `${relationWords(relation)} ${percent}%`

/** The same where there is room. */
export const edgeSaid = (edge: LineageEdge): string =>
  edge.dirty ? l10n.t('{0}, with uncommitted changes', relationWords(edge.relation)) : edgeWords(edge)

/** The second line of a node, and the badge beside its first one. */
export function linesOf(node: DrawnNode): { second: string; badge: string } {
  switch (node.kind) {
    case 'dataset': {
      const { version, digest, rows, uri } = node.facts
      const size = rows === null ? '' : rows === 1 ? l10n.t('1 row') : l10n.t('{0} rows', number(rows))
      return { second: joined(version, size, shortDigest(digest) || uri), badge: '' }
    }
    case 'code':
      return { second: joined(node.facts.branch, node.facts.remote?.replace(/^.*[/:]/, '')), badge: '' }
    case 'run':
      return {
        second: node.facts.isRecorded ? joined(node.facts.experiment, node.facts.status) : l10n.t('not recorded'),
        badge: '',
      }
    case 'version': {
      const { stage, metrics, aliases, label, isMissing } = node.facts
      if (isMissing) return { second: l10n.t('not registered here'), badge: '' }
      const [metric] = metrics
      return {
        second: joined(metric && `${metric.name} ${number(metric.value)}`, aliases.join(', '), label),
        badge: stage === 'none' ? '' : (stage ?? ''),
      }
    }
    case 'chain':
      return { second: l10n.t('{0} versions in a row', node.members.length), badge: '' }
    case 'stage':
      return { second: node.facts.model, badge: '' }
    case 'deployment':
      return { second: l10n.t('runs v{0}', node.facts.runs), badge: '' }
  }
}

/** All of a node in one sentence, for those who hear it. */
export function spoken(node: DrawnNode): string {
  const { second, badge } = linesOf(node)
  return [kindWords(node.kind), node.label, badge, second].filter(Boolean).join(', ')
}

/** The beginning of a hash, without the name of how it was made: that is among the facts. */
const shortDigest = (digest: string | null): string => digest?.replace(/^\w+:/, '').slice(0, 8) ?? ''

/** What nodes are called: those that share a name with what else is told of them. */
export function namesOf(nodes: readonly DrawnNode[]): (node: DrawnNode) => string {
  const counts = new Map<string, number>()
  for (const { label } of nodes) counts.set(label, (counts.get(label) ?? 0) + 1)
  return (node) => (counts.get(node.label)! > 1 ? joined(node.label, linesOf(node).second) : node.label)
}

const joined = (...parts: (string | null | undefined)[]): string => parts.filter(Boolean).join(' · ')
