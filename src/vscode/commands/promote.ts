import { l10n } from 'vscode'
import { isExclusive, isStepDown } from '../../core/policy'
import type { ShownModel } from '../../operations/showModel'
import type { App } from '../app'
import { ask, type Choice, pick, separator } from '../ask'
import { confirm } from '../confirm'
import { inView, sayDone } from '../progress'
import { reference } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'
import { type Target, targetOf, toVersion } from './target'
import { emptied, holderOf, stageEffect } from './effect'

interface Promotion extends Target {
  stage: string
  reason: string
  /** The model as it was when the person began to decide. */
  shown: ShownModel
}

/** Values: `reference` or `model`, `stage`, `reason`, and `confirmed: true` where nobody is to be asked. */
export const promote: Command = async (app, call) => {
  const { stage: wanted, reason = '' } = call.args
  // Who names the stage has said all there is to say.
  const values = typeof wanted === 'string' ? { stage: wanted, reason: String(reason) } : {}
  const given = { ...(await targetOf(app, call)), ...values }
  const title = ({ version }: Partial<Promotion>) =>
    version ? l10n.t('Promote {0}', reference(version)) : l10n.t('Promote a Version')
  const chosen = await runWizard<Promotion>(
    title,
    [...toVersion<Promotion>(app), look(app), stageStep, reasonStep],
    given,
  )
  if (!chosen) return undefined
  const { folder, version, stage, shown } = chosen
  if (call.args['confirmed'] !== true && !(await confirmed(chosen))) return undefined
  const answer = await inView(() =>
    app.engine.call(folder, 'promoteVersion', {
      reference: reference(version),
      stage,
      reason: chosen.reason || undefined,
      seen: { holder: holderOf(shown, stage)?.id ?? null },
      leaveEmpty: emptied(shown, version, stage) !== undefined,
    }),
  )
  sayDone(answer, l10n.t('{0} is in {1} now', reference(version), stage))
  return answer
}

/** Takes down who holds what, so that a change meanwhile is noticed. */
const look = (app: App): Step<Promotion> => ({
  key: 'shown',
  find: async ({ folder, model }) => ({ shown: await app.engine.call(folder!, 'showModel', { model: model! }) }),
})

const stageStep: Step<Promotion> = {
  key: 'stage',
  ask: async ({ shown, version, stage }, place) => {
    const answer = await pick(place, {
      placeholder:
        version!.stage === 'none'
          ? l10n.t('Which stage? It is in none yet.')
          : l10n.t('Which stage? It is in {0} now.', version!.stage),
      choices: stages(shown!, version!.stage),
      active: (value) => value === stage,
    })
    return typeof answer === 'string' ? { stage: answer } : answer
  },
}

/** The next step up first, then what is further up, then the ways down. */
function stages(shown: ShownModel, from: string): Choice<string>[] {
  const { policy } = shown
  const others = ['none', ...policy.stages].filter((stage) => stage !== from)
  const up = others.filter((stage) => stage !== 'none' && !isStepDown(policy, from, stage))
  const down = others.filter((stage) => !up.includes(stage) && from !== 'archived').reverse()
  const choice = (stage: string): Choice<string> => ({ label: stage, detail: stageEffect(shown, stage), value: stage })
  return [...up.map(choice), ...(down.length ? [separator<string>(l10n.t('Back down')), ...down.map(choice)] : [])]
}

const reasonStep: Step<Promotion> = {
  key: 'reason',
  ask: async ({ reason, stage }, place) => {
    const prompt = l10n.t('Why? It stays in the log. You may leave it empty.')
    const answer = await ask(place, { prompt, value: reason, placeholder: l10n.t('Reason for {0}', stage!) })
    return typeof answer === 'string' ? { reason: answer } : answer
  },
}

/** Entering or emptying an exclusive stage is asked for once more. */
async function confirmed({ shown, version, stage, reason }: Promotion): Promise<boolean> {
  const left = emptied(shown, version, stage)
  if (!isExclusive(shown.policy, stage) && !left) return true
  const holder = holderOf(shown, stage)
  return confirm(
    l10n.t('Promote {0} to {1}?', reference(version), stage),
    [
      ...(holder && holder.id !== version.id
        ? [l10n.t('{0} holds {1} now and will be archived.', reference(holder), stage)]
        : []),
      ...(isExclusive(shown.policy, stage) && !holder ? [l10n.t('No version holds {0} now.', stage)] : []),
      ...(left ? [left] : []),
      ...(reason ? [l10n.t('Reason: {0}', reason)] : []),
    ],
    l10n.t('Promote'),
  )
}
