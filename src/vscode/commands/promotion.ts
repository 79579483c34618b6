import { l10n } from 'vscode'
import { holderChanged } from '../../core/errors'
import type { GateReport } from '../../core/gate/report'
import { isExclusive, stageNamed } from '../../core/policy/policy'
import type { Seen } from '../../operations/enterStage'
import type { ShownModel } from '../../operations/showModel'
import type { StageAnswer } from '../../operations/stageAnswer'
import type { App } from '../app'
import { ask } from '../ask'
import { confirmOne } from '../confirm'
import { inView, sayDone } from '../progress'
import { reference } from '../tree/words'
import type { Step } from '../wizard'
import { emptied, holderOf } from './effect'
import { askGate, gateLines, meetsGate } from './gate'
import { attempt } from './remedies'
import { rolloutOf } from './share'
import type { Target } from './target'

// What promoting and changing a rollout have in common.

/** Enter the stage, get a share of its traffic first, or enter against what its gate says. */
export type How = 'enter' | 'share' | 'override'

export interface Promotion extends Target {
  stage: string
  /** The model as it was when the person began to decide. */
  shown: ShownModel
  /** Who held the stage when the person decided, where that was before `shown`. */
  seen?: Seen
  /** null where no gate is asked. */
  gate: GateReport | null
  how: How
  /** Of the traffic; 100 is to enter the stage. */
  percent: number
  reason: string
}

/** Takes down who holds what, so that a change meanwhile is noticed. */
export const look = <V extends Promotion>(app: App): Step<V> => ({
  key: 'shown',
  find: async ({ folder, model, stage }) => {
    const shown = await app.engine.call(folder!, 'showModel', { model: model! })
    // In whatever case a program writes it.
    return { shown, ...(stage ? { stage: stageNamed(shown.policy, stage) ?? stage } : {}) } as Partial<V>
  },
})

export const gateStep = (app: App): Step<Promotion> => ({
  key: 'gate',
  find: async ({ shown, folder, version, stage }) => ({
    gate: meetsGate(shown!.policy, version!, stage!) ? await askGate(app, folder!, version!, stage!) : null,
  }),
})

export const reasonStep: Step<Promotion> = {
  key: 'reason',
  ask: async ({ reason, stage, how, percent }, place) => {
    const isOverride = how === 'override'
    const answer = await ask(place, {
      prompt: isOverride
        ? l10n.t('Why against its gate? It is marked for ever, with your name and this reason.')
        : percent === 0
          ? l10n.t('Why is it taken back? It stays in the log.')
          : l10n.t('Why? It stays in the log. You may leave it empty.'),
      value: reason,
      placeholder: l10n.t('Reason for {0}', stage!),
      problemWith: (text) => {
        if (text) return undefined
        if (isOverride) return l10n.t('To override a gate needs a reason.')
        return percent === 0 ? l10n.t('To end a rollout needs a reason.') : undefined
      },
    })
    return typeof answer === 'string' ? { reason: answer } : answer
  },
}

/**
 * Entering or emptying an exclusive stage, giving a part of its traffic away, and going against a gate are asked for
 * once more. Answers the chosen way, which may be another one; undefined when the person gave up.
 */
export async function confirmed(chosen: Promotion): Promise<How | undefined> {
  const { shown, version, stage, how = 'enter', percent = 100, gate, reason } = chosen
  const isEntry = percent === 100
  const left = isEntry ? emptied(shown, version, stage) : undefined
  const isOverride = how === 'override'
  if (!isExclusive(shown.policy, stage) && !left && !isOverride) return how
  const holder = holderOf(shown, stage)
  const other = holder && holder.id !== version.id ? reference(holder) : undefined
  const running = rolloutOf(shown, stage)
  const ended = running && running.version !== version.version && isEntry
  const detail = [
    ...(isEntry && other ? [l10n.t('{0} holds {1} now and will be archived.', other, stage)] : []),
    ...(isEntry && isExclusive(shown.policy, stage) && !holder ? [l10n.t('No version holds {0} now.', stage)] : []),
    ...(!isEntry && other ? [l10n.t('{0} keeps {1}, with the rest of its traffic.', other, stage)] : []),
    ...(ended ? [endOf(reference({ model: version.model, version: running.version }), running.percent)] : []),
    ...(left ? [left] : []),
    ...(gate?.rules.length && percent > 0 ? gateLines(gate) : []),
    ...(isOverride ? [l10n.t('That it enters all the same is marked for ever, with your name and the reason.')] : []),
    ...(reason ? [l10n.t('Reason: {0}', reason)] : []),
  ]
  // Who was asked how already is not asked again.
  const share = l10n.t('Roll Out to a Share First…')
  const mayShare =
    how === 'enter' && !chosen.seen && !gate?.rules.length && rivalOf(shown, version, stage) !== undefined
  const buttons = [yes(percent, isOverride), ...(mayShare ? [share] : [])]
  const answer = await confirmOne(question(reference(version), stage, percent, isOverride), detail, buttons)
  return answer === undefined ? undefined : answer === share ? 'share' : how
}

/** Who has to leave an exclusive stage when a version enters it. */
export function rivalOf(shown: ShownModel, { id, stage: from }: Promotion['version'], stage: string) {
  const holder = isExclusive(shown.policy, stage) && from !== stage ? holderOf(shown, stage) : undefined
  return holder?.id === id ? undefined : holder
}

const endOf = (name: string, percent: number): string => l10n.t('The rollout of {0} ({1}%) ends.', name, percent)

function yes(percent: number, isOverride: boolean): string {
  if (isOverride) return l10n.t('Override the Gate')
  if (percent === 100) return l10n.t('Promote')
  return percent ? l10n.t('Roll Out') : l10n.t('Take Back')
}

function question(name: string, stage: string, percent: number, isOverride: boolean): string {
  if (percent === 0) return l10n.t('Take the traffic of {0} from {1}?', stage, name)
  if (isOverride && percent < 100)
    return l10n.t('Give {0} {1}% of the traffic of {2} against what its gate says?', name, percent, stage)
  if (isOverride) return l10n.t('Promote {0} to {1} against what its gate says?', name, stage)
  if (percent < 100) return l10n.t('Give {0} {1}% of the traffic of {2}?', name, percent, stage)
  return l10n.t('Promote {0} to {1}?', name, stage)
}

/** What a person is asked to confirm is what they saw. Throws holder-changed. */
export function requireHolder({ shown, stage, seen }: Promotion): void {
  const holder = isExclusive(shown.policy, stage) ? holderOf(shown, stage) : undefined
  if ((holder?.id ?? null) === seen?.holder) return
  const now = holder && { model: holder.model, version: holder.version, id: holder.id }
  throw holderChanged(stage, holder ? reference(holder) : l10n.t('no version'), '', { holder: now ?? null })
}

export function carryOut(app: App, chosen: Promotion): Promise<StageAnswer> {
  const { folder, version, shown, stage, how, percent = 100, reason } = chosen
  return attempt(app, { folder, policy: shown.policy }, async () => {
    const answer = await inView(() =>
      app.engine.call(folder, 'promoteVersion', {
        reference: reference(version),
        stage,
        reason: reason || undefined,
        seen: chosen.seen ?? { holder: holderOf(shown, stage)?.id ?? null },
        leaveEmpty: percent === 100 && emptied(shown, version, stage) !== undefined,
        override: how === 'override',
        rollout: percent === 100 ? undefined : percent,
      }),
    )
    sayDone(answer, outcome(answer, stage, percent))
    return answer
  })
}

function outcome(answer: StageAnswer, stage: string, percent: number): string {
  const name = `${answer.model}@${answer.version ?? '?'}`
  if (percent === 0) return l10n.t('{0} gets no traffic of {1} any more', name, stage)
  if (percent < 100) return l10n.t('{0} gets {1}% of the traffic of {2} now', name, percent, stage)
  return answer.gate?.override
    ? l10n.t('{0} is in {1} now, against what its gate says', name, stage)
    : l10n.t('{0} is in {1} now', name, stage)
}
