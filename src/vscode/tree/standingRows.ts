import { type Command, l10n, ThemeColor, ThemeIcon, Uri } from 'vscode'
import type { Approval, Check } from '../../core/version'
import type { GateRow } from '../../index/gates'
import type { DeploymentRow } from '../../index/serving'
import type { BrowsedVersion } from '../../operations/browseVersion'
import { type Fact, factNode, group } from './groups'
import { showGate, warned } from './happened'
import type { Node, VersionNode } from './nodes'
import { ago, reference, when } from './words'

/** The rows that say why a version is where it is: the last gate, approvals, checks, and where it runs. */
export function standingRows(parent: VersionNode, browsed: BrowsedVersion): Node[] {
  const { card, gate, approvals, checks, deployments } = browsed
  const given = Object.entries(approvals).flatMap(([stage, some]) =>
    some.map((approval) => approvalFact(stage, approval)),
  )
  return [
    factNode(parent, 'card', cardFact(parent, card)),
    ...(gate ? [factNode(parent, 'gate', gateFact(parent.folder, gate))] : []),
    ...group(parent, 'approvals', given),
    ...group(parent, 'checks', Object.entries(checks).map(checkFact)),
    ...group(parent, 'deployments', deployments.map(deploymentFact)),
  ]
}

function cardFact({ folder, version }: VersionNode, card: BrowsedVersion['card']): Fact {
  const open = { folder, reference: reference(version) }
  return {
    id: 'card',
    label: l10n.t('Card'),
    value: card ? [card.by.name, ago(card.at, Date.now())].join(' · ') : l10n.t('no card yet'),
    detail: card
      ? l10n.t('Saved by {0} on {1}. Click to open it.', card.by.name, when(card.at))
      : l10n.t('Click to write it: most of it is filled in already.'),
    icon: new ThemeIcon('note'),
    command: { command: 'pedigree.openCard', title: l10n.t('Open Card'), arguments: [open] },
  }
}

function gateFact(folder: string, { digest, stage, at, outcome }: GateRow): Fact {
  const words = {
    passed: l10n.t('passed'),
    refused: l10n.t('refused'),
    overridden: l10n.t('overridden'),
    rollback: l10n.t('not asked: a rollback'),
  }
  const icons = {
    passed: passed(),
    refused: failed(),
    overridden: warned('unlock'),
    rollback: new ThemeIcon('discard'),
  }
  return {
    id: 'gate',
    label: l10n.t('Gate of {0}', stage),
    value: [words[outcome], ago(at, Date.now())].join(' · '),
    detail: l10n.t('{0}. Click for the report.', when(at)),
    icon: icons[outcome],
    command: showGate(folder, digest),
  }
}

function approvalFact(stage: string, { by, at, note, signed }: Approval): Fact {
  const trust = signed ? l10n.t('signed') : l10n.t('unverified')
  const meaning = signed
    ? l10n.t('Signed with a key of {0}.', by.email)
    : l10n.t('Unverified: nobody signed it, so it is what a client said.')
  return {
    id: JSON.stringify([stage, by.email]),
    label: by.name,
    value: [stage, trust, ago(at, Date.now()), note].filter(Boolean).join(' · '),
    detail: [`${by.name} <${by.email}> · ${when(at)}`, meaning, note].filter(Boolean).join('\n'),
    icon: signed ? new ThemeIcon('verified', new ThemeColor('pedigree.holderForeground')) : new ThemeIcon('thumbsup'),
  }
}

function checkFact([name, { result, url, note, at, by }]: [string, Check]): Fact {
  const opened = url && openLink(url)
  return {
    id: name,
    label: name,
    value: [result === 'pass' ? l10n.t('passed') : l10n.t('failed'), ago(at, Date.now()), note]
      .filter(Boolean)
      .join(' · '),
    detail: [`${by.name} <${by.email}> · ${when(at)}`, url, note].filter(Boolean).join('\n'),
    icon: result === 'pass' ? passed() : failed(),
    ...(opened ? { command: opened } : {}),
  }
}

const deploymentFact = ({ environment, at, by }: DeploymentRow): Fact => ({
  id: environment,
  label: environment,
  value: ago(at, Date.now()),
  detail: l10n.t('Reported by {0} on {1}', by, when(at)),
  icon: new ThemeIcon('server'),
})

/** Whoever wrote it into the log may have meant anything: only pages of the web are opened. */
function openLink(url: string): Command | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined
  return { command: 'vscode.open', title: l10n.t('Open'), arguments: [Uri.parse(url)] }
}

// The green of testing is too pale for a light theme.
const passed = () => new ThemeIcon('pass', new ThemeColor('pedigree.holderForeground'))
const failed = () => new ThemeIcon('error', new ThemeColor('testing.iconFailed'))
