import { l10n } from 'vscode'
import { isStepDown } from '../../core/policy/policy'
import type { ShownModel } from '../../operations/showModel'
import type { App } from '../app'
import { type Choice, pick, separator } from '../ask'
import { reference } from '../tree/words'
import { back, runWizard, type Step } from '../wizard'
import type { Call, Command } from './command'
import { named, stageEffect } from './effect'
import { failingRows, gateSentence, meetsGate, withGates } from './gate'
import {
  carryOut,
  confirmed,
  gateStep,
  type How,
  look,
  type Promotion,
  rivalOf,
  reasonStep,
  requireHolder,
} from './promotion'
import { askShare, shareOf } from './share'
import { targetOf, toVersion } from './target'

/**
 * Values: `reference` or `model`, `stage`, `reason`, `rollout` (percent), `override: true`, and `confirmed: true` where
 * nobody is to be asked. With `seen`, the id of the holder that the person saw or '' for nobody, all that is not given
 * is as usual, and a change meanwhile is refused.
 */
export const promote: Command = async (app, call) => {
  const given = { ...(await targetOf(app, call)), ...valuesOf(call) }
  const title = ({ version }: Partial<Promotion>) =>
    version ? l10n.t('Promote {0}', reference(version)) : l10n.t('Promote a Version')
  const steps = [look<Promotion>(app), stageStep(app), gateStep(app), howStep(app), shareStep, reasonStep]
  const chosen = await runWizard<Promotion>(title, [...toVersion<Promotion>(app), ...steps], given)
  if (!chosen) return undefined
  if (chosen.seen !== undefined) requireHolder(chosen)
  const agreed = call.args['confirmed'] === true ? chosen : await settled(chosen, title(chosen))
  return agreed && carryOut(app, agreed)
}

/** What the person agrees to in the end; undefined when they gave up. */
async function settled(chosen: Promotion, title: string): Promise<Promotion | undefined> {
  const how = await confirmed(chosen)
  if (how === undefined || how === (chosen.how ?? 'enter')) return how && chosen
  const { percent: _, ...known } = chosen
  const other = await runWizard<Promotion>(title, [shareStep], { ...known, how })
  return other && settled(other, title)
}

function valuesOf({ args }: Call): Partial<Promotion> {
  const { stage, reason, rollout, override, confirmed, seen } = args
  if (typeof stage !== 'string') return {}
  const isAll = confirmed === true || typeof seen === 'string'
  const how = override === true ? 'override' : typeof rollout === 'number' ? 'share' : isAll ? 'enter' : undefined
  const isReasonGiven = typeof reason === 'string' || isAll || how !== 'override'
  return {
    stage,
    ...(how ? { how } : {}),
    ...(typeof rollout === 'number' ? { percent: rollout } : {}),
    ...(typeof seen === 'string' ? { seen: { holder: seen || null } } : {}),
    // Who names the stage has said all there is to say, but for an override.
    ...(isReasonGiven ? { reason: typeof reason === 'string' ? reason : '' } : {}),
  }
}

const stageStep = (app: App): Step<Promotion> => ({
  key: 'stage',
  ask: async ({ shown, folder, version, stage }, place) => {
    const { policy } = shown!
    const answer = await pick<string>(place, {
      placeholder:
        version!.stage === 'none'
          ? l10n.t('Which stage? It is in none yet.')
          : l10n.t('Which stage? It is in {0} now.', version!.stage),
      choices: (show) => {
        const stages = policy.stages.filter((other) => meetsGate(policy, version!, other))
        const draw = (stateOf: (stage: string) => string) => choices(shown!, version!.stage, stateOf)
        return withGates(app, { folder: folder!, version: version!, stages }, draw, show)
      },
      active: (value) => value === stage,
    })
    // How is asked anew for another stage.
    const anew = answer === stage ? {} : { how: 'enter' as const, percent: 100 }
    return typeof answer === 'string' ? { stage: answer, ...anew } : answer
  },
})

/** The next step up first, then what is further up, then the ways down. */
function choices(shown: ShownModel, from: string, stateOf: (stage: string) => string): Choice<string>[] {
  const { policy } = shown
  const others = ['none', ...policy.stages].filter((stage) => stage !== from)
  const up = others.filter((stage) => stage !== 'none' && !isStepDown(policy, from, stage))
  const down = others.filter((stage) => !up.includes(stage) && from !== 'archived').reverse()
  const choice = (stage: string): Choice<string> => ({
    label: stage,
    description: stateOf(stage),
    detail: stageEffect(shown, stage),
    value: stage,
  })
  return [...up.map(choice), ...(down.length ? [separator<string>(l10n.t('Back down')), ...down.map(choice)] : [])]
}

/** Where there is a gate: what it says decides what can be done. */
const howStep = (app: App): Step<Promotion> => ({
  key: 'how',
  applies: ({ gate }) => (gate?.rules.length ?? 0) > 0,
  ask: async (values, place) => {
    const { folder, gate, how } = values as Promotion
    for (;;) {
      const answer = await pick<How | 'report'>(place, {
        placeholder: gateSentence(gate!),
        choices: ways(values as Promotion),
        active: (value) => value === how,
      })
      if (answer === undefined || answer === back) return answer
      if (answer !== 'report') return { how: answer, ...(answer === 'share' ? {} : { percent: 100 }) }
      await app.reports.show(folder, gate!)
    }
  },
})

function ways({ shown, version, stage, gate }: Promotion): Choice<How | 'report'>[] {
  const passes = gate?.passed !== false
  const mayOverride = shown.policy.override === 'allowed'
  const share = shareOf(shown, version, stage)
  const rival = rivalOf(shown, version, stage)
  return [
    ...(passes
      ? [{ label: `$(arrow-up) ${l10n.t('Promote')}`, detail: stageEffect(shown, stage), value: 'enter' as const }]
      : []),
    ...(passes && rival
      ? [
          {
            label: `$(git-pull-request-draft) ${l10n.t('Roll out to a share first…')}`,
            description: share ? l10n.t('now {0}%', share) : '',
            detail: l10n.t('It gets a part of the traffic, and {0} the rest, until you say 100%.', named(rival)),
            value: 'share' as const,
          },
        ]
      : []),
    ...(gate
      ? [
          {
            label: `$(checklist) ${l10n.t('Show the Report')}`,
            detail: l10n.t('Every rule: what was expected and what was found.'),
            value: 'report' as const,
          },
        ]
      : []),
    ...(!passes && mayOverride
      ? [
          {
            label: `$(warning) ${l10n.t('Override the gate…')}`,
            detail: l10n.t('It enters all the same. That needs a reason, and is marked for ever.'),
            value: 'override' as const,
          },
        ]
      : []),
    ...(gate ? failingRows(gate, 'report' as const) : []),
    ...(!passes && !mayOverride ? [separator<How>(l10n.t('The policy does not allow overriding this gate'))] : []),
  ]
}

const shares = [1, 5, 10, 25, 50]

const shareStep: Step<Promotion> = {
  key: 'percent',
  applies: ({ how }) => how === 'share',
  ask: async ({ shown, version, stage, percent }, place) => {
    const now = shareOf(shown!, version!, stage!)
    for (;;) {
      const answer = await pick<number | 'another'>(place, {
        placeholder: l10n.t('Which share of the traffic of {0}?', stage!),
        choices: [
          ...shares.filter((share) => share > now).map((share) => ({ label: `${share}%`, value: share })),
          { label: l10n.t('Another share…'), value: 'another' as const },
        ],
        active: (value) => value === percent,
      })
      const share = answer === 'another' ? await askShare(place, stage!) : answer
      if (typeof share === 'number') return { percent: share }
      if (share === undefined || answer === back) return share
    }
  },
}
