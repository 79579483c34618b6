import { l10n } from 'vscode'
import { noEarlierHolder } from '../../core/errors'
import type { GateReport } from '../../core/gate/report'
import { mainStage } from '../../core/policy/policy'
import type { RollbackCode } from '../../core/stages'
import type { VersionRow } from '../../index/versions'
import type { ShownModel } from '../../operations/showModel'
import type { App } from '../app'
import { ask, pick } from '../ask'
import { confirm } from '../confirm'
import { inView, sayDone } from '../progress'
import { tell } from '../tell'
import { reference, when } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'
import { holderOf, named } from './effect'
import { gateSentence } from './gate'
import { attempt, showReport } from './remedies'
import { rolloutOf } from './share'
import { folderStep, modelStep, type Target, targetOf } from './target'

interface Rollback extends Target {
  shown: ShownModel
  stage: string
  /** Does it only take the traffic back from the version that is being rolled out? */
  ends: boolean
  /** Whom to bring back, where it does not. */
  to: VersionRow
  code: RollbackCode
  reason: string
}

/**
 * Values: `model`, `stage`, `to` (a reference), `code`, `reason`, and `confirmed: true` where nobody is to be asked. While
 * a version is being rolled out, only that ends, unless `to` says whom to bring back.
 */
export const rollback: Command = async (app, call) => {
  const { folder, model, version } = await targetOf(app, call)
  const { stage, to, code, reason } = call.args
  const given = {
    ...(folder ? { folder } : {}),
    ...(model ? { model } : {}),
    ...(typeof stage === 'string' ? { stage } : {}),
    ...(typeof code === 'string' ? { code: code as RollbackCode } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof to === 'string' && folder
      ? { to: await app.engine.call(folder, 'findVersion', { reference: to }), ends: false }
      : {}),
    // From the row of a holder, its stage is meant.
    ...(version && typeof stage !== 'string' && call.node ? { stage: version.stage } : {}),
  }
  const title = ({ model }: Partial<Rollback>) => (model ? l10n.t('Roll Back {0}', model) : l10n.t('Roll Back a Model'))
  const steps = [
    folderStep<Rollback>(app),
    modelStep<Rollback>(app),
    look(app),
    stageStep,
    endsStep(call.args['confirmed'] === true),
    toStep,
    codeStep,
    reasonStep,
  ]
  const chosen = await runWizard<Rollback>(title, steps, given)
  if (!chosen) return undefined
  if (call.args['confirmed'] !== true && !(await confirmed(chosen))) return undefined
  return attempt(app, chosen, async () => {
    const answer = await inView(() =>
      app.engine.call(chosen.folder, 'rollbackModel', {
        model: chosen.model,
        stage: chosen.stage,
        to: chosen.ends ? undefined : reference(chosen.to),
        code: chosen.code,
        reason: chosen.reason,
        seen: { holder: holderOf(chosen.shown, chosen.stage)?.id ?? null },
      }),
    )
    const name = `${answer.model}@${answer.version ?? '?'}`
    sayDone(
      answer,
      chosen.ends
        ? l10n.t('{0} gets no traffic of {1} any more', name, chosen.stage)
        : l10n.t('{0} is back in {1}', name, chosen.stage),
    )
    if (answer.gate && !answer.gate.passed) void sayRefusing(app, chosen.folder, answer.gate)
    return answer
  })
}

/** What came back would not pass today, which stops no rollback. */
async function sayRefusing(app: App, folder: string, gate: GateReport): Promise<void> {
  const name = reference({ model: gate.model, version: gate.number })
  const said = l10n.t('{0} is back in {1}, which no gate stops.', name, gate.stage)
  const chosen = await tell(app.log, `${said} ${gateSentence(gate)}`, 'warning', [showReport(app, folder, gate)])
  await chosen?.act()
}

const look = (app: App): Step<Rollback> => ({
  key: 'shown',
  find: async ({ folder, model }) => ({ shown: await app.engine.call(folder!, 'showModel', { model: model! }) }),
})

const earlier = ({ holders }: ShownModel, stage: string): VersionRow[] => (holders[stage] ?? []).slice(0, -1).reverse()

/** Those with an earlier holder, or with a rollout to end. */
const stagesWithWayBack = (shown: ShownModel): string[] =>
  Object.keys(shown.holders).filter((stage) => earlier(shown, stage).length || rolloutOf(shown, stage))

/** Only asked where there is a choice. */
const stageStep: Step<Rollback> = {
  key: 'stage',
  find: async ({ shown }) => {
    const [only, ...others] = stagesWithWayBack(shown!)
    if (!only) throw noEarlierHolder(shown!.model, mainStage(shown!.policy))
    return others.length ? undefined : { stage: only }
  },
  ask: async ({ shown, stage }, place) => {
    const { model } = shown!
    const answer = await pick(place, {
      placeholder: l10n.t('Which stage of {0}?', model),
      choices: stagesWithWayBack(shown!).map((stage) => ({
        label: stage,
        description: named(holderOf(shown!, stage)!),
        value: stage,
      })),
      active: (value) => value === stage,
    })
    return typeof answer === 'string' ? { stage: answer } : answer
  },
}

/** To take the traffic back is the smaller step, and undone at once. */
const endsStep = (isConfirmed: boolean): Step<Rollback> => ({
  key: 'ends',
  find: async ({ shown, stage }) => {
    if (!rolloutOf(shown!, stage!)) return { ends: false }
    return isConfirmed ? { ends: true } : undefined
  },
  ask: async ({ shown, stage, ends }, place) => {
    const { model } = shown!
    const { version, percent } = rolloutOf(shown!, stage!)!
    const holder = reference(holderOf(shown!, stage!)!)
    const name = reference({ model, version })
    const answer = await pick<boolean>(place, {
      placeholder: l10n.t('{0} is being rolled out to {1} ({2}%).', name, stage!, percent),
      choices: [
        {
          label: `$(discard) ${l10n.t('Take the traffic from {0} ({1}%)', name, percent)}`,
          detail: l10n.t('{0} has all of it again. Nothing else moves.', holder),
          value: true,
        },
        ...(earlier(shown!, stage!).length
          ? [
              {
                label: `$(history) ${l10n.t('Bring an earlier version back…')}`,
                detail: l10n.t('{0} will be archived, and the rollout ends, too.', holder),
                value: false,
              },
            ]
          : []),
      ],
      active: (value) => value === ends,
    })
    return typeof answer === 'boolean' ? { ends: answer } : answer
  },
})

const toStep: Step<Rollback> = {
  key: 'to',
  applies: ({ ends }) => ends === false,
  ask: async ({ shown, stage, to }, place) => {
    const versions = [...new Map(earlier(shown!, stage!).map((version) => [version.id, version])).values()]
    if (!versions.length) throw noEarlierHolder(shown!.model, stage!)
    const answer = await pick(place, {
      placeholder: l10n.t('Back to which version? {0} holds {1} now.', reference(holderOf(shown!, stage!)!), stage!),
      choices: versions.map((version, i) => ({
        label: `v${version.version}`,
        description: [i === 0 ? l10n.t('the one before') : '', version.label].filter(Boolean).join(' · '),
        detail: [l10n.t('Registered {0}', when(version.at)), version.author.name, version.description]
          .filter(Boolean)
          .join(' · '),
        value: version,
      })),
      active: (value) => value.id === to?.id,
    })
    return typeof answer === 'object' ? { to: answer } : answer
  },
}

const codeStep: Step<Rollback> = {
  key: 'code',
  ask: async ({ code }, place) => {
    const answer = await pick(place, {
      placeholder: l10n.t('What kind of trouble is it?'),
      choices: codes().map(([value, detail]) => ({ label: value, description: detail, value })),
      active: (value) => value === code,
    })
    return typeof answer === 'string' ? { code: answer } : answer
  },
}

const codes = (): [RollbackCode, string][] => [
  ['accuracy-regression', l10n.t('it predicts worse')],
  ['latency', l10n.t('it answers too slowly')],
  ['data-quality', l10n.t('its inputs are not what they were')],
  ['bias', l10n.t('it treats groups unequally')],
  ['security', l10n.t('it can be abused')],
  ['outage', l10n.t('it does not answer at all')],
  ['other', l10n.t('the reason says')],
]

const reasonStep: Step<Rollback> = {
  key: 'reason',
  ask: async ({ reason }, place) => {
    const problemWith = (text: string) => (text ? undefined : l10n.t('A rollback needs a reason.'))
    const answer = await ask(place, { prompt: l10n.t('Why? It stays in the log.'), value: reason, problemWith })
    return typeof answer === 'string' ? { reason: answer } : answer
  },
}

function confirmed({ shown, stage, ends, to, code, reason }: Rollback): Promise<boolean> {
  const holder = holderOf(shown, stage)
  const running = rolloutOf(shown, stage)
  if (ends && running)
    return confirm(
      l10n.t('Take the traffic of {0} from {1}?', stage, reference({ model: shown.model, version: running.version })),
      [
        ...(holder ? [l10n.t('{0} has all of it again, instead of {1}%.', named(holder), 100 - running.percent)] : []),
        l10n.t('Reason: {0} ({1}).', reason, code),
        l10n.t('This ends the harm from now on; what was predicted before stays as it is.'),
      ],
      l10n.t('Take Back'),
    )
  return confirm(
    l10n.t('Roll {0} of {1} back to {2}?', stage, shown.model, `v${to.version}`),
    [
      ...(holder ? [l10n.t('{0} holds {1} now and will be archived.', named(holder), stage)] : []),
      l10n.t('Gates are not asked. Reason: {0} ({1}).', reason, code),
      l10n.t('This ends the harm from now on; what was predicted before stays as it is.'),
    ],
    l10n.t('Roll Back'),
  )
}
