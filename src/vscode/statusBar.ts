import { Disposable, l10n, StatusBarAlignment, window, workspace } from 'vscode'
import { isOffline, type Registries, type Registry, unconfirmed } from './registries'
import { conflictWords, driftCount, driftWords, modelCount, pendingWords, untrustedWords, when } from './tree/words'

/** One item: what there is, how it stands with its store, and what waits. Not there without a registry. */
export function statusBar(registries: Registries): Disposable {
  const item = window.createStatusBarItem('pedigree.status', StatusBarAlignment.Left, 40)
  item.name = l10n.t('Pedigree Registry')
  item.command = 'pedigree.showMenu'
  const update = () => {
    const found = registries.found
    if (!found.length) return item.hide()
    const { icon, words } = stateOf(found)
    const pending = sum(found, ({ status }) => status?.pending ?? 0)
    const conflicts = sum(found, ({ status }) => status?.conflicts ?? 0)
    const isOpen = found.some(({ status }) => status)
    const closed = found.some(unconfirmed) ? l10n.t('registry not confirmed') : l10n.t('no registry')
    const models = isOpen ? modelCount(sum(found, ({ status }) => status?.models ?? 0)) : closed
    const drift = sum(found, ({ status }) => status?.drift.length ?? 0)
    const untrusted = sum(found, ({ status }) => status?.untrustedEvents ?? 0)
    const counts = [
      pending ? ` $(cloud-upload) ${pending}` : '',
      conflicts ? ` $(git-merge) ${conflicts}` : '',
      drift ? ` $(warning) ${drift}` : '',
      untrusted ? ` $(workspace-untrusted) ${untrusted}` : '',
    ].join('')
    item.text = `$(${icon}) ${models}${found.some(isOffline) ? ` · ${l10n.t('offline')}` : ''}${counts}`
    item.tooltip = found.map(lineOf).join('\n\n')
    const waiting = [
      pending ? pendingWords(pending) : '',
      conflicts ? conflictWords(conflicts) : '',
      drift ? driftCount(drift) : '',
      untrusted ? untrustedWords(untrusted) : '',
    ]
    const label = [l10n.t('Pedigree: {0}', models), words, ...waiting].filter(Boolean).join(', ')
    item.accessibilityInformation = { label }
    item.show()
  }
  return Disposable.from(item, registries.onDidChange(update), registries.onDidSync(update))
}

/** The worst that can be said of any of them. */
function stateOf(found: readonly Registry[]): { icon: string; words: string } {
  if (found.some((registry) => registry.problem && !isOffline(registry) && !unconfirmed(registry)))
    return { icon: 'warning', words: l10n.t('with a problem') }
  if (found.some(unconfirmed)) return { icon: 'shield', words: '' }
  if (found.some(({ isSyncing }) => isSyncing)) return { icon: 'sync~spin', words: l10n.t('syncing') }
  if (found.some(isOffline)) return { icon: 'debug-disconnect', words: l10n.t('offline') }
  return found.some(({ isBucket }) => isBucket)
    ? { icon: 'cloud', words: workspace.isTrusted ? l10n.t('synced') : l10n.t('as last seen') }
    : { icon: 'type-hierarchy-sub', words: '' }
}

function lineOf(registry: Registry): string {
  const { name, status, problem, isBucket, isSyncing } = registry
  if (!status) return [name, problem?.message].filter(Boolean).join('\n')
  return [
    l10n.t('{0}: {1}', name, modelCount(status.models)),
    l10n.t('Registry: {0}', status.registry),
    status.onlyCopy ? l10n.t('Only this folder has a copy.') : '',
    isSyncing ? l10n.t('Syncing…') : isBucket ? syncWords(status.lastSync) : '',
    isOffline(registry) ? l10n.t('Offline: changes wait on this machine.') : '',
    status.pending ? pendingWords(status.pending) : '',
    status.conflicts ? conflictWords(status.conflicts) : '',
    ...status.drift.map((drift) => `${drift.model}: ${driftWords(drift)}`).slice(0, 5),
    status.untrustedEvents ? untrustedWords(status.untrustedEvents) : '',
    problem ? problem.message : '',
  ]
    .filter(Boolean)
    .join('\n')
}

const syncWords = (at: string | null) =>
  workspace.isTrusted ? lastSync(at) : l10n.t('In Restricted Mode no bucket is asked: what is shown may be old.')
const lastSync = (at: string | null) => (at ? l10n.t('Last sync: {0}', when(at)) : l10n.t('Not synced yet'))
const sum = <T>(rows: readonly T[], of: (row: T) => number) => rows.reduce((total, row) => total + of(row), 0)
