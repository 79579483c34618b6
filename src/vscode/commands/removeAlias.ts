import { l10n } from 'vscode'
import { RegistryError } from '../../core/registryError'
import type { App } from '../app'
import { type Choice, pick } from '../ask'
import { inView, sayDone } from '../progress'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'
import { folderStep, freeAliases, modelStep, type Target, targetOf } from './target'

interface Removal extends Target {
  alias: string
}

/** Values: `model` and `alias`. From a version's row only its own aliases are offered; a single one needs no choice. */
export const removeAlias: Command = async (app, call) => {
  const { alias } = call.args
  const target = await targetOf(app, call)
  const given = { ...target, ...(typeof alias === 'string' ? { alias } : {}) }
  const title = ({ model }: Partial<Removal>) =>
    model ? l10n.t('Remove an Alias of {0}', model) : l10n.t('Remove an Alias')
  const steps = [folderStep<Removal>(app), modelStep<Removal>(app), aliasStep(app)]
  const chosen = await runWizard<Removal>(title, steps, given)
  if (!chosen) return undefined
  const { folder, model } = chosen
  const answer = await inView(() => app.engine.call(folder, 'removeAlias', { model, alias: chosen.alias }))
  sayDone(answer, l10n.t('Removed the alias {0} of {1}', chosen.alias, model))
  return answer
}

const aliasStep = (app: App): Step<Removal> => ({
  key: 'alias',
  find: async (values) => {
    const possible = await removable(app, values)
    if (!possible.length) throw nothingToRemove(values.model!)
    return values.version && possible.length === 1 ? { alias: possible[0]!.label } : undefined
  },
  ask: async (values, place) => {
    const { alias } = values
    const answer = await pick(place, {
      placeholder: l10n.t('Which alias? The version stays.'),
      choices: removable(app, values),
      active: (value) => value === alias,
    })
    return typeof answer === 'string' ? { alias: answer } : answer
  },
})

async function removable(app: App, { folder, model, version }: Partial<Removal>): Promise<Choice<string>[]> {
  const shown = await app.engine.call(folder!, 'showModel', { model: model! })
  return freeAliases(shown)
    .filter((name) => !version || shown.aliases[name] === version.version)
    .map((name) => ({ label: name, description: `v${shown.aliases[name]}`, value: name }))
}

const nothingToRemove = (model: string) =>
  new RegistryError('no-such-alias', l10n.t('{0} has no alias that was set by hand.', model))
