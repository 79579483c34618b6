import { l10n, window } from 'vscode'
import { say } from '../progress'
import type { Registry } from '../registries'
import { conflictWords, pendingWords } from '../tree/words'
import { runWizard } from '../wizard'
import type { Command } from './command'
import { anyFolderStep, type Target, targetOf } from './target'

/** Values: `folder`, and `confirmed`: `"keep"` or `"remove"`, for what becomes of the lines in `pedigree.yaml`. */
export const disconnect: Command = async (app, call) => {
  const { folder } = await targetOf(app, call)
  const title = l10n.t('Disconnect Registry')
  const chosen = await runWizard<Pick<Target, 'folder'>>(title, [anyFolderStep(app)], folder ? { folder } : {})
  const found = app.registries.found.find((registry) => registry.folder === chosen?.folder)
  if (!chosen || !found) return undefined
  const given = call.args['confirmed']
  const answer = given === 'keep' || given === 'remove' ? given : await asked(found)
  if (!answer) return undefined
  const destination = await app.engine.disconnect(found.folder, answer === 'remove')
  if (destination) await app.keys.forget(destination)
  await app.engine.reopen(found.folder)
  await app.registries.refresh()
  say(l10n.t('Disconnected from {0}', destination?.url ?? found.status?.registry ?? found.name))
  return { disconnected: destination?.url ?? found.status?.registry ?? null }
}

async function asked({ name, status, isBucket, problem }: Registry): Promise<'keep' | 'remove' | undefined> {
  const keep = l10n.t('Disconnect')
  const remove = l10n.t('Disconnect and Edit pedigree.yaml')
  const isFar = isBucket || problem?.code === 'registry-untrusted' || !status
  const where = status?.registry ?? l10n.t('the registry of {0}', name)
  const detail = [
    isFar
      ? l10n.t('Keys that you typed for it leave this machine, and it has to be confirmed again before it is used.')
      : '',
    status?.pending ? l10n.t('{0}. They wait until you connect again.', pendingWords(status.pending)) : '',
    status?.conflicts ? `${conflictWords(status.conflicts)}.` : '',
    l10n.t('Editing pedigree.yaml takes the registry out of it, for everybody who gets that file.'),
    l10n.t('Nothing in the registry itself is touched.'),
  ]
  const options = { modal: true, detail: detail.filter(Boolean).join('\n') }
  const buttons = isFar ? [keep, remove] : [remove]
  const answer = await window.showWarningMessage(l10n.t('Disconnect from {0}?', where), options, ...buttons)
  return answer === keep ? 'keep' : answer === remove ? 'remove' : undefined
}
