import { l10n } from 'vscode'
import { noRollout } from '../../core/gateErrors'
import { mainStage } from '../../core/policy/policy'
import type { App } from '../app'
import { type Choice, pick } from '../ask'
import { reference } from '../tree/words'
import { back, runWizard, type Step } from '../wizard'
import type { Command } from './command'
import { holderOf } from './effect'
import { askGate, failingRows, gateSentence, hasGate } from './gate'
import { carryOut, confirmed, look, type Promotion, reasonStep } from './promotion'
import { askShare, rolloutOf, shareOf } from './share'
import { folderStep, modelStep, targetOf } from './target'

/** Values: `reference` or `model`, `stage`, `percent`, `reason`, `override: true`, and `confirmed: true` where nobody is to be asked. */
export const rollout: Command = async (app, call) => {
  const { stage, percent, reason, override, confirmed: isConfirmed } = call.args
  const isAll = typeof percent === 'number'
  const given: Partial<Promotion> = {
    ...(await targetOf(app, call)),
    ...(typeof stage === 'string' ? { stage } : {}),
    ...(isAll ? { percent, how: override === true ? 'override' : 'share' } : {}),
    ...(typeof reason === 'string' || (isAll && isConfirmed) ? { reason: String(reason ?? '') } : {}),
  }
  const title = ({ version, model }: Partial<Promotion>) => {
    if (version) return l10n.t('Rollout of {0}', reference(version))
    return model ? l10n.t('Rollout of {0}', model) : l10n.t('Change a Rollout')
  }
  const steps = [
    folderStep<Promotion>(app),
    modelStep<Promotion>(app),
    look<Promotion>(app),
    stageStep,
    versionStep(app),
  ]
  const chosen = await runWizard<Promotion>(title, [...steps, gateStep(app), percentStep(app), reasonStep], given)
  if (!chosen) return undefined
  if (isConfirmed !== true && !(await confirmed(chosen))) return undefined
  return carryOut(app, chosen)
}

/** Only asked where several stages have one. */
const stageStep: Step<Promotion> = {
  key: 'stage',
  find: async ({ shown, version }) => {
    const { rollouts, model, policy } = shown!
    const stages = Object.keys(rollouts).filter((stage) => !version || shareOf(shown!, version, stage))
    if (!stages.length) throw noRollout(model, mainStage(policy))
    return stages.length > 1 ? undefined : { stage: stages[0]! }
  },
  ask: async ({ shown, stage }, place) => {
    const { rollouts, model } = shown!
    const answer = await pick(place, {
      placeholder: l10n.t('Which rollout of {0}?', model),
      choices: Object.entries(rollouts).map(([stage, { version, percent }]) => ({
        label: stage,
        description: `v${version} · ${percent}%`,
        value: stage,
      })),
      active: (value) => value === stage,
    })
    return typeof answer === 'string' ? { stage: answer } : answer
  },
}

const versionStep = (app: App): Step<Promotion> => ({
  key: 'version',
  find: async ({ folder, shown, stage }) => {
    const { model } = shown!
    const running = rolloutOf(shown!, stage!)
    if (!running) throw noRollout(model, stage!)
    return { version: await app.engine.call(folder!, 'findVersion', { reference: `${model}@${running.version}` }) }
  },
})

/** Every increase asks it anew. */
const gateStep = (app: App): Step<Promotion> => ({
  key: 'gate',
  find: async ({ shown, folder, version, stage }) => ({
    gate: hasGate(shown!.policy, stage!) ? await askGate(app, folder!, version!, stage!) : null,
  }),
})

/** What is to happen next: the usual steps of a rollout first, the way back last. */
const usual = [5, 25, 50, 100]

const percentStep = (app: App): Step<Promotion> => ({
  key: 'percent',
  ask: async (values, place) => {
    const { folder, shown, version, stage, gate, percent } = values as Promotion
    const now = shareOf(shown, version, stage)
    const isHeld = gate?.passed === false
    const said = (share: number) => ({ percent: share, how: isHeld && share > now ? ('override' as const) : 'share' })
    for (;;) {
      const answer = await pick<number | 'another' | 'report'>(place, {
        placeholder: [l10n.t('It has {0}% of the traffic of {1}.', now, stage), gate ? gateSentence(gate) : '']
          .filter(Boolean)
          .join(' '),
        choices: choices(values as Promotion, now),
        active: (value) => value === percent,
      })
      if (typeof answer === 'number') return said(answer) as Partial<Promotion>
      if (answer === undefined || answer === back) return answer
      if (answer === 'report') await app.reports.show(folder, gate!)
      else {
        const typed = await askShare(place, stage)
        if (typed !== back) return typeof typed === 'number' ? (said(typed) as Partial<Promotion>) : typed
      }
    }
  },
})

function choices({ shown, stage, gate }: Promotion, now: number): Choice<number | 'another' | 'report'>[] {
  const isHeld = gate?.passed === false
  const mayRaise = !isHeld || shown.policy.override === 'allowed'
  const holder = holderOf(shown, stage)
  const against = isHeld ? `$(warning) ${l10n.t('against what its gate says')}` : ''
  const raised = usual
    .filter((share) => share > now)
    .map((share) => ({
      label: `$(arrow-up) ${share}%`,
      description: against,
      detail:
        share < 100
          ? l10n.t('{0} keeps {1}%.', holder ? reference(holder) : stage, 100 - share)
          : l10n.t('It enters {0}, and {1} is archived.', stage, holder ? reference(holder) : '–'),
      value: share,
    }))
  return [
    ...(mayRaise ? [...raised, { label: l10n.t('Another share…'), value: 'another' as const }] : []),
    {
      label: `$(discard) ${l10n.t('Take its traffic back…')}`,
      detail: l10n.t('The rollout ends; that needs a reason.'),
      value: 0,
    },
    ...(gate ? [{ label: `$(checklist) ${l10n.t('Show the Report')}`, value: 'report' as const }] : []),
    ...(gate ? failingRows(gate, 'report' as const) : []),
  ]
}
