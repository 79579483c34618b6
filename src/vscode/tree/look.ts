import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState as State } from 'vscode'
import { markOf, markUri } from './marks'
import type { FactNode, GroupNode, ModelNode, Node, ProblemNode, VersionNode } from './nodes'
import { fileCount, modelCount, reference, size, stageHolders, standing, versionCount } from './words'

interface Look extends Partial<Omit<TreeItem, 'label'>> {
  label: string
}

/** How a row looks. Tooltips that take work are made later, by tooltip.ts. */
export function itemOf(node: Node): TreeItem {
  const { label, ...look } = lookOf(node)
  return Object.assign(new TreeItem(label), { contextValue: node.kind, ...look, id: node.id })
}

function lookOf(node: Node): Look {
  switch (node.kind) {
    case 'folder': {
      const { name, status } = node.registry
      return {
        label: name,
        description: status ? modelCount(status.models) : '',
        iconPath: new ThemeIcon('root-folder'),
        collapsibleState: State.Expanded,
      }
    }
    case 'model':
      return modelLook(node)
    case 'version':
      return versionLook(node)
    case 'group':
      return groupLook(node)
    case 'fact':
      return factLook(node)
    case 'file': {
      const { path, size: bytes, sha256 } = node.file
      const detail = `${path}\n${l10n.t('{0} bytes', bytes.toLocaleString())}\nsha256 ${sha256}`
      return { label: path, description: size(bytes), iconPath: new ThemeIcon('file'), tooltip: detail }
    }
    case 'more':
      return {
        label: l10n.t('Show more…'),
        description: node.hidden === undefined ? '' : l10n.t('{0} not shown', node.hidden.toLocaleString()),
        iconPath: new ThemeIcon('ellipsis'),
        command: { command: 'pedigree.showMore', title: l10n.t('Show more…'), arguments: [node] },
      }
    case 'problem':
      return problemLook(node)
    case 'note':
      return { label: node.text }
  }
}

function modelLook({ model: row }: ModelNode): Look {
  const holders = stageHolders(row, rowPolicy(row))
  const main = rowPolicy(row).exclusive.some((stage) => row.stages[stage]?.length)
  return {
    label: row.model,
    description: [holders, versionCount(row.versions)].filter(Boolean).join(' · '),
    iconPath: new ThemeIcon('package'),
    collapsibleState: State.Collapsed,
    contextValue: ['model', ...(main ? ['held'] : []), ...(hasFreeAlias(row) ? ['aliased'] : [])].join('+'),
  }
}

const rowPolicy = (row: ModelNode['model']) => row.policy
const hasFreeAlias = ({ aliases, policy }: ModelNode['model']) =>
  Object.keys(aliases).some((alias) => !(alias in policy.followers))

function versionLook({ folder, version, policy }: VersionNode): Look {
  const mark = markOf(policy, version.stage)
  const where = standing(version)
  const aliased = version.aliases.some((alias) => !(alias in policy.followers))
  return {
    label: version.label ? `v${version.version} ${version.label}` : `v${version.version}`,
    description: where,
    iconPath: mark.color ? new ThemeIcon(mark.icon, new ThemeColor(mark.color)) : new ThemeIcon(mark.icon),
    resourceUri: markUri(folder, version, mark),
    collapsibleState: State.Collapsed,
    contextValue: [
      'version',
      `stage:${version.stage}`,
      ...(policy.exclusive.includes(version.stage) ? ['held'] : []),
      ...(version.stage === 'archived' ? [] : ['live']),
      ...(aliased ? ['aliased'] : []),
    ].join('+'),
    accessibilityInformation: {
      label: [reference(version), version.label, where, fileCount(version.files)].filter(Boolean).join(', '),
    },
  }
}

function groupLook({ group, children }: GroupNode): Look {
  const names = {
    metrics: l10n.t('Metrics'),
    params: l10n.t('Params'),
    data: l10n.t('Data'),
    parents: l10n.t('Parents'),
  }
  const icons = { metrics: 'graph', params: 'settings', data: 'database', parents: 'type-hierarchy-super' }
  return {
    label: names[group],
    description: String(children.length),
    iconPath: new ThemeIcon(icons[group]),
    collapsibleState: State.Collapsed,
  }
}

function factLook({ group, label, value, detail }: FactNode): Look {
  const tooltip = [`${label} ${value}`, detail].filter(Boolean).join('\n')
  const icon = group === 'code' ? { iconPath: new ThemeIcon('git-commit') } : {}
  return { label, description: value, tooltip, contextValue: `fact+${group}`, ...icon }
}

function problemLook({ folder, problem: { code, message, hint } }: ProblemNode): Look {
  const open = { command: 'pedigree.openConfiguration', title: l10n.t('Open pedigree.yaml'), arguments: [{ folder }] }
  const log = { command: 'pedigree.showLog', title: l10n.t('Show Log Output') }
  return {
    label: message,
    tooltip: [message, hint].filter(Boolean).join('\n'),
    iconPath: new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground')),
    command: code === 'bad-config' || code === 'registry-missing' ? open : log,
  }
}
