import { type Command, l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState as State } from 'vscode'
import { errorOf } from '../../core/refusal'
import type { ErrorCode } from '../../core/registryError'
import type { BrowsedPending } from '../../operations/browsePending'
import { sentenceOf } from '../commands/sentence'
import { eventLook, pendingLook, refused } from './happened'
import { markOf, markUri } from './marks'
import type { FactNode, GroupNode, ModelNode, Node, ProblemNode, VersionNode } from './nodes'
import { fileCount, modelCount, reference, size, stageHolders, standing, versionCount, when } from './words'

export interface Look extends Partial<Omit<TreeItem, 'label'>> {
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
    case 'newModel':
      return {
        label: node.model,
        description: l10n.t('pending'),
        iconPath: new ThemeIcon('package'),
        collapsibleState: State.Expanded,
      }
    case 'newVersion':
      return newVersionLook(node.item)
    case 'pending':
      return pendingLook(node.item)
    case 'reason': {
      const { message = '', hint = '' } = node.item.refusal ?? {}
      return { label: message, tooltip: [message, hint].filter(Boolean).join('\n'), iconPath: new ThemeIcon('info') }
    }
    case 'event':
      return eventLook(node)
  }
}

function modelLook({ model: row, pending }: ModelNode): Look {
  const holders = stageHolders(row, rowPolicy(row))
  const main = rowPolicy(row).exclusive.some((stage) => row.stages[stage]?.length)
  return {
    label: row.model,
    description: [holders, versionCount(row.versions), ...moves(pending.filter(({ version }) => version === null))]
      .filter(Boolean)
      .join(' · '),
    iconPath: new ThemeIcon('package'),
    collapsibleState: State.Collapsed,
    contextValue: [
      'model',
      ...(main ? ['held'] : []),
      ...(Object.keys(row.rollouts).length ? ['rollout'] : []),
      ...(hasFreeAlias(row) ? ['aliased'] : []),
    ].join('+'),
  }
}

const rowPolicy = (row: ModelNode['model']) => row.policy
const hasFreeAlias = ({ aliases, policy }: ModelNode['model']) =>
  Object.keys(aliases).some((alias) => !(alias in policy.followers))

function versionLook(node: VersionNode): Look {
  const { folder, version, policy, pending } = node
  const mark = markOf(policy, version.stage)
  const where = [...moves(pending), standing(version)].filter(Boolean).join(' · ')
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
      ...(isRolledOut(node) ? ['rollout'] : []),
      ...(version.stage === 'archived' ? [] : ['live']),
      ...(aliased ? ['aliased'] : []),
    ].join('+'),
    accessibilityInformation: {
      label: [reference(version), version.label, where, fileCount(version.files)].filter(Boolean).join(', '),
    },
  }
}

const isRolledOut = ({ version: { version }, parent }: VersionNode): boolean =>
  parent?.kind === 'model' && Object.values(parent.model.rollouts).some((rollout) => rollout.version === version)

/** `→ production (pending)`: where it is on its way to. */
const moves = (pending: BrowsedPending[]): string[] =>
  pending.map(({ operation, target, state }) => {
    const to = operation === 'archive' ? 'archived' : target
    const what = to === null ? l10n.t('change') : `${operation === 'removeAlias' ? '−' : '→'} ${to}`
    return state === 'conflict' ? l10n.t('{0} (refused)', what) : l10n.t('{0} (pending)', what)
  })

function newVersionLook({ createdAt, state, refusal, version }: BrowsedPending): Look {
  const isRefused = state === 'conflict'
  const said = isRefused ? l10n.t('refused: {0}', refusal?.message ?? '') : l10n.t('waiting since {0}', when(createdAt))
  const label = l10n.t('pending')
  return {
    label,
    description: isRefused ? l10n.t('refused') : (version ?? '').slice(0, 8),
    tooltip: [said, refusal?.hint].filter(Boolean).join('\n'),
    iconPath: isRefused ? refused() : new ThemeIcon('cloud-upload'),
    contextValue: isRefused ? 'pending+conflict' : 'pending',
    accessibilityInformation: { label: `${label}, ${said}` },
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

function problemLook({ folder, problem }: ProblemNode): Look {
  const { code, message } = problem
  const isUnconfirmed = code === 'registry-untrusted'
  return {
    label: message,
    contextValue: isUnconfirmed ? 'problem+unconfirmed' : 'problem',
    tooltip: sentenceOf(errorOf(problem)),
    iconPath:
      isUnconfirmed || code === 'untrusted'
        ? new ThemeIcon('shield')
        : new ThemeIcon('error', new ThemeColor('problemsErrorIcon.foreground')),
    command: wayOut(code, folder),
  }
}

/** Where a click on a problem leads: to what can be done about it. */
function wayOut(code: ErrorCode, folder: string): Command {
  switch (code) {
    case 'registry-untrusted':
      return { command: 'pedigree.trustRegistry', title: l10n.t('Trust This Registry…'), arguments: [{ folder }] }
    case 'untrusted':
      return { command: 'workbench.trust.manage', title: l10n.t('Manage Workspace Trust') }
    case 'no-credentials':
    case 'wrong-credentials':
    case 'no-permission':
      return { command: 'pedigree.connect', title: l10n.t('Connect Registry…'), arguments: [{ folder }] }
    case 'bad-config':
    case 'registry-missing':
      return { command: 'pedigree.openConfiguration', title: l10n.t('Open pedigree.yaml'), arguments: [{ folder }] }
    default:
      return { command: 'pedigree.showLog', title: l10n.t('Show Log Output') }
  }
}
