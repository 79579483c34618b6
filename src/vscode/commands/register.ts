import { basename, extname } from 'node:path'
import { l10n, Uri, window, workspace } from 'vscode'
import { RegistryError } from '../../core/registryError'
import { checkLabel, isModelName } from '../../core/names'
import { allStages, defaultPolicy, isExclusive, type Policy } from '../../core/policy/policy'
import type { RegisterVersion } from '../../operations/registerVersion'
import type { ShownModel } from '../../operations/showModel'
import type { App } from '../app'
import { ask, type Choice, pick } from '../ask'
import { confirm } from '../confirm'
import { sayDone, withProgress } from '../progress'
import { fileCount, size } from '../tree/words'
import { back, runWizard, type Step } from '../wizard'
import type { Call, Command } from './command'
import { holderOf, stageEffect } from './effect'
import { attempt } from './remedies'
import { folderStep, modelStep, type Target, targetOf } from './target'

interface Registration extends Target {
  paths: string[]
  /** null for a model that is not there yet. */
  shown: ShownModel | null
  label: string
  description: string
  /** `none`, or where it goes at once. */
  stage: string
}

/**
 * Values: those of the operation (see RegisterVersion), `folder`, and `confirmed: true`. With `paths` and `model`
 * nothing else is asked. From the explorer the chosen files are what is registered.
 */
export const registerVersion: Command = async (app, call) => {
  const given = await givenOf(app, call)
  const [first, ...more] = given.paths ?? []
  const title = ({ model }: Partial<Registration>) =>
    model ? l10n.t('Register a Version of {0}', model) : l10n.t('Register a Version')
  const suggestion = first && !more.length ? basename(first, extname(first)) : undefined
  const choice = { placeholder: l10n.t('Which model? Type a name for a new one.'), create: newModel, suggestion }
  const steps = [folderStep<Registration>(app), pathsStep, modelStep<Registration>(app, choice), look(app)]
  const chosen = await runWizard<Registration>(title, [...steps, labelStep, descriptionStep, stageStep], given)
  if (!chosen) return undefined
  if (call.args['confirmed'] !== true && !(await confirmed(chosen))) return undefined
  const { folder, model, paths, label, description, stage } = chosen
  const { folder: _, confirmed: __, ...values } = call.args
  const args: RegisterVersion = {
    ...values,
    model,
    paths,
    label: label || undefined,
    description: description || undefined,
    stage: stage === 'none' ? undefined : stage,
  }
  const parts = { hash: [0, 50], upload: [50, 100] } as const
  const answer = await attempt(app, { folder, policy: chosen.shown?.policy }, () =>
    withProgress(l10n.t('Registering {0}', model), parts, (options) =>
      app.engine.call(folder, 'registerVersion', args, options),
    ),
  )
  const name = `${model}@${answer.version ?? '?'}`
  sayDone(answer, l10n.t('Registered {0}: {1}, {2}', name, fileCount(answer.files.length), size(answer.bytes.total)))
  if (answer.version !== null) await app.models.reveal(folder, model, answer.version)
  return answer
}

async function givenOf(app: App, call: Call): Promise<Partial<Registration>> {
  const { paths, label, description, stage } = call.args
  const { version: _, ...target } = await targetOf(app, call)
  if (Array.isArray(paths) && target.model) {
    const word = (value: unknown, usual = '') => (typeof value === 'string' ? value : usual)
    return {
      ...target,
      paths: paths as string[],
      label: word(label),
      description: word(description),
      stage: word(stage, 'none'),
    }
  }
  const [first] = call.uris
  if (!first) return target
  const home = workspace.getWorkspaceFolder(first)?.uri.fsPath
  const inRegistry = (await app.registries.all()).find(({ folder, status }) => status && folder === home)
  return {
    ...target,
    ...(inRegistry ? { folder: inRegistry.folder } : {}),
    paths: call.uris.map(({ fsPath }) => fsPath),
  }
}

const pathsStep: Step<Registration> = {
  key: 'paths',
  ask: async ({ folder }, place) => {
    for (;;) {
      const answer = await pick<'folder' | 'files'>(place, {
        placeholder: l10n.t('What is the model made of?'),
        choices: [
          { label: l10n.t('A folder…'), detail: l10n.t('Everything in it, named relative to it.'), value: 'folder' },
          { label: l10n.t('Files…'), detail: l10n.t('One or several, by their own names.'), value: 'files' },
        ],
      })
      if (answer === undefined || answer === back) return answer
      const chosen = await window.showOpenDialog({
        canSelectFiles: answer === 'files',
        canSelectFolders: answer === 'folder',
        canSelectMany: answer === 'files',
        defaultUri: Uri.file(folder!),
        openLabel: l10n.t('Choose'),
        title: l10n.t('What the version is made of'),
      })
      if (chosen?.length) return { paths: chosen.map(({ fsPath }) => fsPath) }
    }
  },
}

function newModel(typed: string): Choice<string> {
  return isModelName(typed)
    ? { label: typed, description: l10n.t('new model'), value: typed }
    : { label: typed, description: l10n.t('A name has up to 250 characters, none of @ : / \\') }
}

const look = (app: App): Step<Registration> => ({
  key: 'shown',
  find: async ({ folder, model }) => ({
    shown: await app.engine.call(folder!, 'showModel', { model: model! }).catch((error: unknown) => {
      if (error instanceof RegistryError && error.code === 'no-such-model') return null
      throw error
    }),
  }),
})

const policyOf = (shown: ShownModel | null | undefined): Policy => shown?.policy ?? defaultPolicy

const labelStep: Step<Registration> = {
  key: 'label',
  ask: async ({ label, shown }, place) => {
    const prompt = l10n.t('A label, unique in the model. You may leave it empty.')
    const problemWith = (text: string) => (text ? labelProblem(text, policyOf(shown)) : undefined)
    const answer = await ask(place, {
      prompt,
      value: label,
      placeholder: l10n.t('for example {0}', 'v1.4-rc1'),
      problemWith,
    })
    return typeof answer === 'string' ? { label: answer } : answer
  },
}

function labelProblem(text: string, policy: Policy): string | undefined {
  try {
    checkLabel(text, allStages(policy))
    return undefined
  } catch (error) {
    if (error instanceof RegistryError) return error.message
    throw error
  }
}

const descriptionStep: Step<Registration> = {
  key: 'description',
  ask: async ({ description }, place) => {
    const prompt = l10n.t('What is new in it? You may leave it empty.')
    const answer = await ask(place, { prompt, value: description })
    return typeof answer === 'string' ? { description: answer } : answer
  },
}

const stageStep: Step<Registration> = {
  key: 'stage',
  ask: async ({ shown, stage }, place) => {
    const effect = (name: string) => (shown ? stageEffect(shown, name) : '')
    const stages = policyOf(shown).stages.map((name) => ({ label: name, detail: effect(name), value: name }))
    const answer = await pick(place, {
      placeholder: l10n.t('Promote it at once?'),
      choices: [
        { label: l10n.t('Register only'), detail: l10n.t('It can be promoted at any time.'), value: 'none' },
        ...stages,
      ],
      active: (value) => value === stage,
    })
    return typeof answer === 'string' ? { stage: answer } : answer
  },
}

async function confirmed({ model, shown, stage }: Registration): Promise<boolean> {
  if (!isExclusive(policyOf(shown), stage)) return true
  const holder = shown ? holderOf(shown, stage) : undefined
  return confirm(
    l10n.t('Register a version of {0} and promote it to {1}?', model, stage),
    [holder ? stageEffect(shown!, stage) : l10n.t('No version holds {0} now.', stage)],
    l10n.t('Register and Promote'),
  )
}
