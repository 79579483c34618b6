import { l10n } from 'vscode'
import { RegistryError } from '../../core/registryError'
import { checkAlias } from '../../core/names'
import { allStages } from '../../core/policy/policy'
import type { ShownModel } from '../../operations/showModel'
import type { App } from '../app'
import { type Choice, pick } from '../ask'
import { inView, sayDone } from '../progress'
import { reference } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'
import { freeAliases, type Target, targetOf, toVersion } from './target'

interface AliasChoice extends Target {
  alias: string
}

/** Values: `reference` and `alias`. */
export const setAlias: Command = async (app, call) => {
  const { alias } = call.args
  const given = { ...(await targetOf(app, call)), ...(typeof alias === 'string' ? { alias } : {}) }
  const title = ({ version }: Partial<AliasChoice>) =>
    version ? l10n.t('Alias for {0}', reference(version)) : l10n.t('Set an Alias')
  const chosen = await runWizard<AliasChoice>(title, [...toVersion<AliasChoice>(app), aliasStep(app)], given)
  if (!chosen) return undefined
  const args = { reference: reference(chosen.version), alias: chosen.alias }
  const answer = await inView(() => app.engine.call(chosen.folder, 'setAlias', args))
  sayDone(answer, l10n.t('{0} means {1} now', `${chosen.model}@${chosen.alias}`, `v${answer.version}`))
  return answer
}

const aliasStep = (app: App): Step<AliasChoice> => ({
  key: 'alias',
  ask: async ({ folder, model, version, alias }, place) => {
    const shown = await app.engine.call(folder!, 'showModel', { model: model! })
    const here = (name: string) => shown.aliases[name] === version!.version
    const answer = await pick(place, {
      placeholder: l10n.t('An alias to move here, or a new name'),
      choices: freeAliases(shown)
        .filter((name) => !here(name))
        .map((name) => ({ label: name, description: l10n.t('now v{0}', shown.aliases[name]!), value: name })),
      active: (value) => value === alias,
      create: (typed) => created(shown, typed),
    })
    return typeof answer === 'string' ? { alias: answer } : answer
  },
})

/** The new name, or a line that says why it cannot be one. */
function created({ policy, aliases }: ShownModel, typed: string): Choice<string> {
  const follower = policy.followers[typed]
  if (follower)
    return { label: typed, description: l10n.t('follows {0} by itself and is not set by hand', follower.stage) }
  try {
    checkAlias(typed, allStages(policy))
    return { label: typed, description: typed in aliases ? '' : l10n.t('new alias'), value: typed }
  } catch (error) {
    if (error instanceof RegistryError) return { label: typed, description: error.message }
    throw error
  }
}
