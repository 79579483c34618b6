import { Disposable, l10n, StatusBarAlignment, window } from 'vscode'
import type { Registries, Registry } from './registries'
import { modelCount } from './tree/words'

/** One item: what there is, what is wrong and what waits. Not there without a registry. */
export function statusBar(registries: Registries): Disposable {
  const item = window.createStatusBarItem('pedigree.status', StatusBarAlignment.Left, 40)
  item.name = l10n.t('Pedigree Registry')
  item.command = 'pedigree.showMenu'
  const update = () => {
    const found = registries.found
    if (!found.length) return item.hide()
    const waiting = sum(found, ({ status }) => (status ? status.pending + status.conflicts : 0))
    const isOpen = found.some(({ status }) => status)
    const models = isOpen ? modelCount(sum(found, ({ status }) => status?.models ?? 0)) : l10n.t('no registry')
    const hasProblem = found.some(({ problem }) => problem)
    item.text = `$(${hasProblem ? 'warning' : 'type-hierarchy-sub'}) ${models}${waiting ? ` $(cloud-upload) ${waiting}` : ''}`
    item.tooltip = found.map(lineOf).join('\n\n')
    const label = [l10n.t('Pedigree: {0}', models), ...(waiting ? [pendingWords(waiting)] : [])].join(', ')
    item.accessibilityInformation = { label: hasProblem ? l10n.t('{0}, with a problem', label) : label }
    item.show()
  }
  return Disposable.from(item, registries.onDidChange(update))
}

function lineOf({ name, status, problem }: Registry): string {
  const state = status
    ? [
        l10n.t('{0}: {1}', name, modelCount(status.models)),
        l10n.t('Registry: {0}', status.registry),
        ...(status.onlyCopy ? [l10n.t('Only this folder has a copy.')] : []),
        ...(status.pending ? [pendingWords(status.pending)] : []),
        ...(status.conflicts ? [l10n.t('{0} changes were refused and wait for a decision', status.conflicts)] : []),
      ]
    : [name]
  return [...state, ...(problem ? [problem.message] : [])].join('\n')
}

const pendingWords = (count: number) => l10n.t('{0} changes are not in the registry yet', count)
const sum = <T>(rows: readonly T[], of: (row: T) => number) => rows.reduce((total, row) => total + of(row), 0)
