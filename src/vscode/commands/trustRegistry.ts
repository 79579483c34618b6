import { commands, l10n, window } from 'vscode'
import { RegistryError } from '../../core/registryError'
import type { Destination } from '../../operations/trust'
import { pick } from '../ask'
import { say } from '../progress'
import { unconfirmed } from '../registries'
import type { Command } from './command'

/** Values: `folder`. Asks whether the bucket that a cloned `pedigree.yaml` names may have credentials and models. */
export const trustRegistry: Command = async (app, { node, args }) => {
  const waiting = (await app.registries.all()).filter(unconfirmed)
  const wanted = node?.folder ?? args['folder'] ?? (waiting.length > 1 ? await choose() : waiting[0]?.folder)
  if (wanted === undefined && waiting.length > 1) return undefined
  const found = waiting.find(({ folder }) => folder === wanted)
  if (!found) throw new RegistryError('bad-usage', l10n.t('There is no registry here that has to be confirmed.'))
  const destination = unconfirmed(found)!
  if (!(await isConfirmed(destination, found.folder))) return false
  await app.engine.confirm(destination)
  await app.engine.reopen(found.folder)
  await app.registries.refresh()
  say(l10n.t('{0} is trusted from now on', destination.url))
  return true

  async function choose(): Promise<string | undefined> {
    const place = { title: l10n.t('Trust a Registry'), step: 1, total: 1, canGoBack: false }
    const answer = await pick(place, {
      placeholder: l10n.t('Which registry?'),
      choices: waiting.map(({ name, folder, problem }) => ({
        label: name,
        detail: problem?.message ?? '',
        value: folder,
      })),
    })
    return typeof answer === 'string' ? answer : undefined
  }
}

/** Shows all that is confirmed; the button that a hasty person presses only opens the file. */
export async function isConfirmed({ url, endpoint, profile }: Destination, folder: string): Promise<boolean> {
  const open = l10n.t('Open pedigree.yaml')
  const trust = l10n.t('Trust')
  const detail = [
    l10n.t('Bucket: {0}', url),
    l10n.t('Endpoint: {0}', endpoint ?? l10n.t('AWS')),
    l10n.t('Profile: {0}', profile ?? l10n.t('as the environment says')),
    '',
    l10n.t('It would get your credentials and your models. Trust it only if you know whose it is.'),
  ].join('\n')
  const message = l10n.t('Trust the registry that pedigree.yaml of this folder names?')
  const answer = await window.showWarningMessage(message, { modal: true, detail }, open, trust)
  if (answer === open) await commands.executeCommand('pedigree.openConfiguration', { folder })
  return answer === trust
}
