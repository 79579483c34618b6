import { l10n } from 'vscode'
import type { Code, DatasetRef, Param, Parent } from '../../core/record'
import type { MetricRow } from '../../index/versions'
import type { BrowsedVersion } from '../../operations/browseVersion'
import { type FactNode, fileNode, type GroupName, type GroupNode, type Node, paged, type VersionNode } from './nodes'
import { metricName, metricValue, size } from './words'

/** The rows under a version: the recipe, folded, then its files. */
export function detailsOf(parent: VersionNode, browsed: BrowsedVersion, shown: number): Node[] {
  const { version, params, data, code, parents, files } = browsed
  const group = (name: GroupName, facts: Omit<FactNode, 'kind' | 'folder' | 'parent' | 'group'>[]): GroupNode[] => {
    if (!facts.length) return []
    const node: GroupNode = {
      kind: 'group',
      id: `${parent.id} ${name}`,
      folder: parent.folder,
      parent,
      group: name,
      children: [],
    }
    node.children = facts.map((fact) => ({
      kind: 'fact',
      folder: parent.folder,
      parent: node,
      group: name,
      ...fact,
      id: `${node.id} ${fact.id}`,
    }))
    return [node]
  }
  const codeRow: FactNode[] = code
    ? [{ kind: 'fact', id: `${parent.id} code`, folder: parent.folder, parent, group: 'code', ...codeFact(code) }]
    : []
  const rows = files.map((file) => fileNode(file, parent))
  return [
    ...group('metrics', version.metrics.map(metricFact)),
    ...group('params', Object.entries(params).map(paramFact)),
    ...group('data', data.map(dataFact)),
    ...codeRow,
    ...group('parents', parents.map(parentFact)),
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
    label: l10n.t('Code'),
    value: [branch, commit.slice(0, 8), dirty ? l10n.t('uncommitted changes') : undefined].filter(Boolean).join(' · '),
    detail: [l10n.t('Commit {0}', commit), remote, dirty ? l10n.t('Files differed from the commit.') : undefined]
      .filter(Boolean)
      .join('\n'),
  }
}

const parentFact = ({ version, model, relation }: Parent) => ({
  id: `${relation} ${version}`,
  label: model,
  value: `${relation.replaceAll('-', ' ')} · ${version.slice(0, 8)}`,
  detail: version,
})
