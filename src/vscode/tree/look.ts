import { type Command, l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState as State } from 'vscode'
import { errorOf } from '../../core/refusal'
import type { ErrorCode } from '../../core/registryError'
import type { Status } from '../../operations/registryStatus'
import type { BrowsedPending } from '../../operations/browsePending'
import { sentenceOf } from '../commands/sentence'
import { driftLook, lineLook, policyLook } from './concerns'
import { eventLook, pendingLook, refused } from './happened'
import { type Mark, markOf, markUri, warningMark } from './marks'
import type { FactNode, GroupNode, ModelNode, Node, ProblemNode, VersionNode } from './nodes'
import { driftCount, driftWords, fileCount, modelCount, percent, reference, size, stageHolders } from './words'
import { rolloutWords, standing, untrustedWords, versionCount, when } from './words'

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
        description: status ? registryWords(status).join(' · ') : '',
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
      return {
        label: path,
        description: size(bytes),
        iconPath: new ThemeIcon('file'),
        tooltip: detail,
        command: { command: 'pedigree.openFile', title: l10n.t('Open'), arguments: [node] },
      }
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
    case 'drift':
      return driftLook(node)
    case 'policy':
      return policyLook(node)
    case 'line':
      return lineLook(node)
  }
}

/** `12 models · 1 event is not trusted …`: what is to be said of a registry in its own row. */
const registryWords = ({ models, drift, untrustedEvents }: Status): string[] => [
  modelCount(models),
  ...(drift.length ? [driftCount(drift.length)] : []),
  ...(untrustedEvents ? [untrustedWords(untrustedEvents)] : []),
]

function modelLook({ folder, model: row, pending, at }: ModelNode): Look {
  const { policy, drift } = row
  const holders = stageHolders(row, policy)
  const main = policy.exclusive.some((stage) => row.stages[stage]?.length)
  const words = [holders, versionCount(row.versions), ...moves(pending.filter(({ version }) => version === null))]
  const description = words.filter(Boolean).join(' · ')
  const concern = drift.map(driftWords).join(', ')
  const flags = [
    'model',
    ...(main ? ['held'] : []),
    ...(Object.keys(row.rollouts).length ? ['rollout'] : []),
    ...(hasFreeAlias(row) ? ['aliased'] : []),
  ]
  return {
    label: row.model,
    description,
    iconPath: new ThemeIcon('package'),
    ...(concern ? { resourceUri: markUri(folder, row.model, warningMark(concern)) } : {}),
    collapsibleState: State.Collapsed,
    contextValue: (at === undefined ? flags : ['past', ...flags]).join('+'),
    accessibilityInformation: { label: [row.model, description, concern].filter(Boolean).join(', ') },
  }
}

const hasFreeAlias = ({ aliases, policy }: ModelNode['model']) =>
  Object.keys(aliases).some((alias) => !(alias in policy.followers))

function versionLook({ folder, version, policy, rollouts, pending, at }: VersionNode): Look {
  const mark = markOfVersion({ version, policy, rollouts })
  const said = [
    ...moves(pending),
    standing(version),
    ...rolloutWords({ version, rollouts }),
    version.override ? l10n.t('override') : '',
    version.storageClass ? l10n.t('cold: {0}', version.storageClass) : '',
  ]
  const where = said.filter(Boolean).join(' · ')
  const aliased = version.aliases.some((alias) => !(alias in policy.followers))
  const flags = [
    'version',
    `stage:${version.stage}`,
    ...(policy.exclusive.includes(version.stage) ? ['held'] : []),
    ...(Object.values(rollouts).some(({ version: of }) => of === version.version) ? ['rollout'] : []),
    ...(version.stage === 'archived' ? [] : ['live']),
    ...(aliased ? ['aliased'] : []),
  ]
  return {
    label: version.label ? `v${version.version} ${version.label}` : `v${version.version}`,
    description: where,
    iconPath: mark.color ? new ThemeIcon(mark.icon, new ThemeColor(mark.color)) : new ThemeIcon(mark.icon),
    resourceUri: markUri(folder, `${version.model}/${version.version}`, mark),
    collapsibleState: State.Collapsed,
    // In the past nothing can be done: none of what is offered on a version is.
    contextValue: (at === undefined ? flags : ['past', ...flags]).join('+'),
    accessibilityInformation: {
      label: [reference(version), version.label, where, fileCount(version.files)].filter(Boolean).join(', '),
    },
  }
}

/** The mark of its stage; of a candidate, the share that it gets. */
function markOfVersion({ version, policy, rollouts }: Pick<VersionNode, 'version' | 'policy' | 'rollouts'>): Mark {
  const mark = markOf(policy, version.stage)
  const [stage, rollout] = Object.entries(rollouts).find(([, { version: of }]) => of === version.version) ?? []
  const asCandidate: Mark = rollout
    ? {
        ...mark,
        icon: 'pie-chart',
        color: 'pedigree.stagedForeground',
        tooltip: l10n.t('{0} gets {1} of {2}', reference(version), percent(rollout.percent), stage!),
      }
    : mark
  const { badge = '' } = asCandidate
  if (!version.override) return asCandidate
  // A badge has two characters at most.
  const by = l10n.t('{0}, against its gate: {1}', version.override.stage, version.override.by.name)
  return { ...asCandidate, ...(badge.length < 2 ? { badge: `${badge}!` } : {}), tooltip: by }
}

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
    approvals: l10n.t('Approvals'),
    checks: l10n.t('Checks'),
    deployments: l10n.t('Runs in'),
    metrics: l10n.t('Metrics'),
    params: l10n.t('Params'),
    data: l10n.t('Data'),
    parents: l10n.t('Parents'),
    history: l10n.t('History'),
  }
  const icons = {
    approvals: 'thumbsup',
    checks: 'checklist',
    deployments: 'server-environment',
    metrics: 'graph',
    params: 'settings',
    data: 'database',
    parents: 'type-hierarchy-super',
    history: 'history',
  }
  return {
    label: names[group],
    description: String(children.length),
    iconPath: new ThemeIcon(icons[group]),
    collapsibleState: State.Collapsed,
  }
}

function factLook({ group, label, value, detail, icon, command }: FactNode): Look {
  const tooltip = [`${label} ${value}`, detail].filter(Boolean).join('\n')
  const iconPath = icon ?? (group === 'code' ? new ThemeIcon('git-commit') : undefined)
  return {
    label,
    description: value,
    tooltip,
    contextValue: `fact+${group}`,
    ...(iconPath ? { iconPath } : {}),
    ...(command ? { command } : {}),
    accessibilityInformation: { label: `${label}, ${value}` },
  }
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
