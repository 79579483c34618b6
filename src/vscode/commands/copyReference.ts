import { env, l10n } from 'vscode'
import { say } from '../progress'
import { reference } from '../tree/words'
import { runWizard } from '../wizard'
import type { Command } from './command'
import { type Target, targetOf, toVersion } from './target'

/** Puts `model@3` into the clipboard: what every command, here and in a terminal, understands. One line per row. */
export const copyReference: Command = async (app, call) => {
  const rows = call.nodes.filter((node) => node.kind === 'version').map(({ version }) => version)
  const versions = rows.length ? rows : await chosenVersion()
  if (!versions) return undefined
  const text = versions.map(reference).join('\n')
  await env.clipboard.writeText(text)
  say(l10n.t('Copied {0}', versions.map(reference).join(', ')))
  return text

  async function chosenVersion() {
    const given = await targetOf(app, call)
    const chosen = await runWizard<Target>(l10n.t('Copy a Reference'), toVersion(app), given)
    return chosen && [chosen.version]
  }
}

/** Puts the path of a file, or a value of the record, into the clipboard; one line per row. */
export const copy: Command = async (_, { nodes }) => {
  const lines = nodes.flatMap((node) =>
    node.kind === 'file' ? [node.file.path] : node.kind === 'fact' ? [node.detail ?? node.value] : [],
  )
  await env.clipboard.writeText(lines.join('\n'))
  return lines.join('\n')
}
