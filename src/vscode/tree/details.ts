import { l10n } from 'vscode'
import type { Code, DatasetRef, Param } from '../../core/record'
import type { MetricRow } from '../../index/versions'
import type { BrowsedVersion } from '../../operations/browseVersion'
import { type Fact, factNode, group, historyGroup } from './groups'
import { fileNode, type Node, paged, type VersionNode } from './nodes'
import { standingRows } from './standingRows'
import { metricName, metricValue, reference, size } from './words'

/** The rows under a version: who vouched for it, the recipe and what happened, folded, then its files. */
export function detailsOf(parent: VersionNode, browsed: BrowsedVersion, shown: number): Node[] {
  const { version, params, data, code, parents, files } = browsed
  const rows = files.map((file) => fileNode(file, parent))
  return [
    ...standingRows(parent, browsed),
    ...group(parent, 'metrics', version.metrics.map(metricFact)),
    ...group(parent, 'params', Object.entries(params).map(paramFact)),
    ...group(parent, 'data', data.map(dataFact)),
    ...(code ? [factNode(parent, 'code', codeFact(code))] : []),
    ...group(
      parent,
      'parents',
      parents.map((one) => parentFact(parent.folder, one)),
    ),
    historyGroup(parent, browsed.history),
    ...paged(rows, { folder: parent.folder, parent, shown, total: version.files }),
  ]
}

function metricFact(metric: MetricRow) {
  return {
    id: JSON.stringify([metric.name, metric.slice, metric.dataset]),
    label: metricName(metric),
    value: metricValue(metric.value),
    ...(metric.dataset ? { detail: l10n.t('Measured on {0}', metric.dataset) } : {}),
  }
}

const paramFact = ([name, value]: [string, Param]) => ({ id: name, label: name, value: String(value) })

function dataFact({ name, digest, version, uri, size: bytes }: DatasetRef, i: number) {
  const detail = [uri, digest].filter(Boolean).join('\n')
  return {
    id: `${i} ${name}`,
    label: name,
    value: [version, bytes === undefined ? undefined : size(bytes)].filter(Boolean).join(' · '),
    ...(detail ? { detail } : {}),
  }
}

function codeFact({ commit, branch, remote, dirty }: Code) {
  return {
    id: 'code',
    label: l10n.t('Code'),
    value: [branch, commit.slice(0, 8), dirty ? l10n.t('uncommitted changes') : undefined].filter(Boolean).join(' · '),
    detail: [l10n.t('Commit {0}', commit), remote, dirty ? l10n.t('Files differed from the commit.') : undefined]
      .filter(Boolean)
      .join('\n'),
  }
}

/** A parent that is registered opens in the tree; of another one its id is all there is. */
function parentFact(folder: string, { version, model, relation, number }: BrowsedVersion['parents'][number]): Fact {
  const words = relation.replaceAll('-', ' ')
  const fact = { id: `${relation} ${version}`, detail: version }
  if (number === null) return { ...fact, label: model, value: `${words} · ${version.slice(0, 8)}` }
  const name = reference({ model, version: number })
  const command = {
    ...{ command: 'pedigree.showVersion', title: name },
    arguments: [{ folder, reference: name }],
  }
  return { ...fact, label: name, value: words, command }
}
