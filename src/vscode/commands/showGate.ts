import { l10n } from 'vscode'
import { RegistryError } from '../../core/registryError'
import type { ShownModel } from '../../operations/showModel'
import type { App } from '../app'
import { pick } from '../ask'
import { reference } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'
import { askGate, hasGate, withGates } from './gate'
import { folderStep, type Target, targetOf, toVersion } from './target'

interface Gate extends Target {
  shown: ShownModel
  stage: string
}

/**
 * Values: `reference` and `stage`, for what the gate says now; or `report`, the sha256 of one that is kept. Opens the
 * report as a page, and answers it.
 */
export const showGate: Command = async (app, call) => {
  const { stage, report: sha256 } = call.args
  const target = await targetOf(app, call)
  if (typeof sha256 === 'string') {
    const chosen = await runWizard<Target>(l10n.t('Show a Gate Report'), [folderStep(app)], target)
    if (!chosen) return undefined
    const kept = await app.engine.call(chosen.folder, 'gateReportOf', { sha256 })
    await app.reports.show(chosen.folder, kept, sha256)
    return kept
  }
  const given = { ...target, ...(typeof stage === 'string' ? { stage } : {}) }
  const title = ({ version }: Partial<Gate>) =>
    version ? l10n.t('Gate of {0}', reference(version)) : l10n.t('Show a Gate Report')
  const chosen = await runWizard<Gate>(title, [...toVersion<Gate>(app), look(app), stageStep(app)], given)
  if (!chosen) return undefined
  const report = await askGate(app, chosen.folder, chosen.version, chosen.stage)
  await app.reports.show(chosen.folder, report)
  return report
}

const look = (app: App): Step<Gate> => ({
  key: 'shown',
  find: async ({ folder, model }) => ({ shown: await app.engine.call(folder!, 'showModel', { model: model! }) }),
})

/** Only asked where several stages have one. */
const stageStep = (app: App): Step<Gate> => ({
  key: 'stage',
  find: async ({ shown }) => {
    const [only, ...others] = gated(shown!)
    if (!only) throw noGate(shown!.model)
    return others.length ? undefined : { stage: only }
  },
  ask: async ({ shown, folder, version, stage }, place) => {
    const stages = gated(shown!)
    const answer = await pick<string>(place, {
      placeholder: l10n.t('The gate of which stage?'),
      choices: (show) =>
        withGates(
          app,
          { folder: folder!, version: version!, stages },
          (stateOf) => stages.map((stage) => ({ label: stage, description: stateOf(stage), value: stage })),
          show,
        ),
      active: (value) => value === stage,
    })
    return typeof answer === 'string' ? { stage: answer } : answer
  },
})

const gated = ({ policy }: ShownModel): string[] => policy.stages.filter((stage) => hasGate(policy, stage))

const noGate = (model: string) =>
  new RegistryError(
    'no-such-stage',
    l10n.t('No stage of {0} has a gate.', model),
    l10n.t('Write one into pedigree.yaml, and apply it with “pedigree policy apply”.'),
  )
