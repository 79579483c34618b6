import { l10n, window } from 'vscode'
import type { Verified } from '../../operations/verifyRegistry'
import type { App } from '../app'
import { pick } from '../ask'
import { withProgress } from '../progress'
import { tell } from '../tell'
import { fileCount, versionCount } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'
import { folderStep, type Target, targetOf } from './target'

interface Verification extends Target {
  files: boolean
}

/** Values: `folder`, and `files`: whether every stored file is read. */
export const verify: Command = async (app, call) => {
  const { files } = call.args
  const { folder } = await targetOf(app, call)
  const given = { ...(folder ? { folder } : {}), ...(typeof files === 'boolean' ? { files } : {}) }
  const title = l10n.t('Verify Registry')
  const chosen = await runWizard<Verification>(title, [folderStep<Verification>(app), depthStep], given)
  if (!chosen) return undefined
  const answer = await withProgress(title, { verify: [0, 100] }, (options) =>
    app.engine.call(chosen.folder, 'verifyRegistry', { files: chosen.files }, options),
  )
  report(app, chosen.folder, answer)
  return answer
}

const depthStep: Step<Verification> = {
  key: 'files',
  ask: async (_, place) => {
    const answer = await pick(place, {
      placeholder: l10n.t('How thoroughly?'),
      choices: [
        {
          label: l10n.t('The log, and that every file is there'),
          detail: l10n.t('Chain, commits, records, sizes. Takes a moment.'),
          value: 'log' as const,
        },
        {
          label: l10n.t('Every stored byte'),
          detail: l10n.t('Also reads all files and compares their hashes. Takes as long as reading them.'),
          value: 'files' as const,
        },
      ],
    })
    return answer === 'log' || answer === 'files' ? { files: answer === 'files' } : answer
  },
}

function report(app: App, folder: string, { ok, commits, versions, blobs, problems }: Verified): void {
  for (const { message, repaired } of problems) app.log[repaired ? 'info' : 'warn'](`${folder}: ${message}`)
  const amounts = [l10n.t('{0} commits', commits), versionCount(versions), fileCount(blobs)].join(', ')
  if (ok && !problems.length) {
    void window.showInformationMessage(l10n.t('The registry is whole: {0}.', amounts))
    return
  }
  const [first] = problems
  const count = problems.length === 1 ? l10n.t('1 problem') : l10n.t('{0} problems', problems.length)
  const message = l10n.t('{0} found in the registry. {1}', count, first?.message ?? '')
  void tell(app.log, message, 'warning')
}
