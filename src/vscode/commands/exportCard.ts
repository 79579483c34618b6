import { l10n, Uri, window, workspace } from 'vscode'
import type { CardFormat } from '../../operations/exportCard'
import { pick } from '../ask'
import { say } from '../progress'
import { reference } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'
import { type Target, targetOf, toVersion } from './target'

interface ExportTarget extends Target {
  format: CardFormat
}

/** Values: `reference`, `format`, `file`. Writes a card to a file, as others read it. */
export const exportCard: Command = async (app, call) => {
  const { format: given, file } = call.args
  const format = formats().find(({ value }) => value === given)?.value
  const known = { ...(await targetOf(app, call)), ...(format ? { format } : {}) }
  const steps = [...toVersion<ExportTarget>(app), formatStep]
  const chosen = await runWizard<ExportTarget>(l10n.t('Export a Card'), steps, known)
  if (!chosen) return undefined
  const { folder, version } = chosen
  const args = { reference: reference(version), format: chosen.format }
  const { fileName, text } = await app.engine.call(folder, 'exportCard', args)
  const target = typeof file === 'string' ? Uri.file(file) : await ask(folder, fileName)
  if (!target) return undefined
  await workspace.fs.writeFile(target, Buffer.from(text))
  say(l10n.t('Exported {0}', workspace.asRelativePath(target)))
  return target.fsPath
}

const ask = (folder: string, fileName: string): Thenable<Uri | undefined> =>
  window.showSaveDialog({
    defaultUri: Uri.joinPath(Uri.file(folder), fileName.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '-')),
    saveLabel: l10n.t('Export'),
  })

const formatStep: Step<ExportTarget> = {
  key: 'format',
  ask: async (_, place) => {
    const answer = await pick<CardFormat>(place, { placeholder: l10n.t('As what?'), choices: formats() })
    return typeof answer === 'string' ? { format: answer } : answer
  },
}

const formats = (): { label: string; detail: string; value: CardFormat }[] => [
  { label: l10n.t('Hugging Face'), detail: l10n.t('A README.md with its front matter and model-index'), value: 'md' },
  { label: l10n.t('HTML'), detail: l10n.t('One file that loads and runs nothing'), value: 'html' },
  { label: l10n.t('CycloneDX'), detail: l10n.t('A bill of materials with the card in it (1.7)'), value: 'cyclonedx' },
  { label: l10n.t('Annex IV'), detail: l10n.t('What the card says of each item of the EU AI Act'), value: 'annex-iv' },
  { label: l10n.t('JSON'), detail: l10n.t('For programs'), value: 'json' },
]
