import { l10n } from 'vscode'
import { noEarlierHolder } from '../../core/errors'
import { mainStage } from '../../core/policy'
import type { RollbackCode } from '../../core/stages'
import type { VersionRow } from '../../index/versions'
import type { ShownModel } from '../../operations/showModel'
import type { App } from '../app'
import { ask, pick } from '../ask'
import { confirm } from '../confirm'
import { inView, sayDone } from '../progress'
import { reference, when } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'
import { holderOf, named } from './effect'
import { folderStep, modelStep, type Target, targetOf } from './target'

interface Rollback extends Target {
  shown: ShownModel
  stage: string
  to: VersionRow
  code: RollbackCode
  reason: string
}

/** Values: `model`, `stage`, `to` (a reference), `code`, `reason`, and `confirmed: true` where nobody is to be asked. */
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
      ? { to: await app.engine.call(folder, 'findVersion', { reference: to }) }
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
    toStep,
    codeStep,
    reasonStep,
  ]
  const chosen = await runWizard<Rollback>(title, steps, given)
  if (!chosen) return undefined
  if (call.args['confirmed'] !== true && !(await confirmed(chosen))) return undefined
  const answer = await inView(() =>
    app.engine.call(chosen.folder, 'rollbackModel', {
      model: chosen.model,
      stage: chosen.stage,
      to: reference(chosen.to),
      code: chosen.code,
      reason: chosen.reason,
      seen: { holder: holderOf(chosen.shown, chosen.stage)?.id ?? null },
    }),
  )
  sayDone(answer, l10n.t('{0} is back in {1}', reference(chosen.to), chosen.stage))
  return answer
}

const look = (app: App): Step<Rollback> => ({
  key: 'shown',
  find: async ({ folder, model }) => ({ shown: await app.engine.call(folder!, 'showModel', { model: model! }) }),
})

const earlier = ({ holders }: ShownModel, stage: string): VersionRow[] => (holders[stage] ?? []).slice(0, -1).reverse()

const stagesWithEarlier = (shown: ShownModel): string[] =>
  Object.keys(shown.holders).filter((stage) => earlier(shown, stage).length)

/** Only asked where there is a choice. */
const stageStep: Step<Rollback> = {
  key: 'stage',
  find: async ({ shown }) => {
    const [only, ...others] = stagesWithEarlier(shown!)
    if (!only) throw noEarlierHolder(shown!.model, mainStage(shown!.policy))
    return others.length ? undefined : { stage: only }
  },
  ask: async ({ shown, stage }, place) => {
    const { model } = shown!
    const answer = await pick(place, {
      placeholder: l10n.t('Which stage of {0}?', model),
      choices: stagesWithEarlier(shown!).map((stage) => ({
        label: stage,
        description: named(holderOf(shown!, stage)!),
        value: stage,
      })),
      active: (value) => value === stage,
    })
    return typeof answer === 'string' ? { stage: answer } : answer
  },
}

const toStep: Step<Rollback> = {
  key: 'to',
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

function confirmed({ shown, stage, to, code, reason }: Rollback): Promise<boolean> {
  const holder = holderOf(shown, stage)
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
