import { l10n } from 'vscode'
import { subjects } from '../../protocol'
import { reference } from '../tree/words'
import { runWizard } from '../wizard'
import type { Command } from './command'
import { type Target, targetOf, toVersion } from './target'

/** Values: `columns`, references of versions, and `baseline`, another one. Opens the page that compares them. */
export const compare: Command = async (app, call) => {
  const { folder, columns, baseline } = call.args
  const selected = call.nodes.flatMap((node) => (node.kind === 'version' ? [node] : []))
  const given = subjects.compare.safeParse({ columns, baseline })
  if (typeof folder === 'string' && given.success) {
    app.panels.show('compare', folder, given.data)
    return given.data
  }
  if (selected.length > 1) {
    const subject = { columns: selected.slice(0, 20).map(({ version }) => reference(version)) }
    app.panels.show('compare', selected[0]!.folder, subject)
    return subject
  }
  const chosen = await runWizard<Target>(l10n.t('Compare'), toVersion(app), await targetOf(app, call))
  if (!chosen) return undefined
  const subject = { columns: [reference(chosen.version)] }
  app.panels.show('compare', chosen.folder, subject)
  return subject
}
