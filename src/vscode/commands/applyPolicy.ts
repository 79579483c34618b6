import { l10n } from 'vscode'
import type { PolicyCheck } from '../../operations/checkPolicy'
import type { App } from '../app'
import { ask } from '../ask'
import { confirm } from '../confirm'
import { inView, say, sayDone } from '../progress'
import { differenceWords } from '../tree/concerns'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'
import { folderStep, type Target, targetOf } from './target'

interface Applying extends Pick<Target, 'folder'> {
  check: PolicyCheck
  reason: string
}

/** How many lines a question has. */
const listed = 20

/** Values: `folder`, `reason`, and `confirmed: true`. Puts the policies of `pedigree.yaml` into the log. */
export const applyPolicy: Command = async (app, call) => {
  const { reason } = call.args
  const isConfirmed = call.args['confirmed'] === true
  const given = {
    ...(await targetOf(app, call)),
    // Who has confirmed it has said all there is to say.
    ...(typeof reason === 'string' ? { reason } : isConfirmed ? { reason: '' } : {}),
  }
  const steps = [folderStep<Applying & Target>(app), checkStep(app), reasonStep]
  const chosen = await runWizard<Applying & Target>(l10n.t('Apply the Policy'), steps, given)
  if (!chosen) return undefined
  const { folder, check } = chosen
  if (check.ok && !check.differences.length) {
    say(l10n.t('Nothing differs from the policy that is applied'))
    return { applied: false, warnings: check.warnings, differences: [], pending: false }
  }
  // What has errors is refused, with all of them; nobody is asked before that.
  if (check.ok && !isConfirmed && !(await confirmed(check, chosen.reason))) return undefined
  const answer = await inView(() => app.engine.call(folder, 'applyPolicy', { reason: chosen.reason || undefined }))
  sayDone(answer, l10n.t('Applied the policy: {0}', differenceWords(answer.differences.length)))
  return answer
}

const checkStep = (app: App): Step<Applying & Target> => ({
  key: 'check',
  find: async ({ folder }) => ({ check: await app.engine.call(folder!, 'checkPolicy', {}) }),
})

const reasonStep: Step<Applying & Target> = {
  key: 'reason',
  applies: ({ check }) => check!.ok && check!.differences.length > 0,
  ask: async ({ reason }, place) => {
    const prompt = l10n.t('Why? It stays in the log. You may leave it empty.')
    const answer = await ask(place, { prompt, value: reason, placeholder: l10n.t('Reason for the change') })
    return typeof answer === 'string' ? { reason: answer } : answer
  },
}

function confirmed({ differences, warnings }: PolicyCheck, reason: string): Promise<boolean> {
  const lines = [...differences, ...warnings.map((warning) => l10n.t('Warning: {0}', warning))]
  const rest = lines.length - listed
  return confirm(
    l10n.t('Apply the policy of pedigree.yaml?'),
    [
      l10n.t('From then on it counts for everybody:'),
      ...lines.slice(0, listed),
      ...(rest > 0 ? [l10n.t('and {0} more', rest)] : []),
      ...(reason ? [l10n.t('Reason: {0}', reason)] : []),
    ],
    l10n.t('Apply'),
  )
}
