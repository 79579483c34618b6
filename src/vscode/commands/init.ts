import { basename } from 'node:path'
import { commands, l10n } from 'vscode'
import { RegistryError } from '../../core/registryError'
import type { App } from '../app'
import { pick } from '../ask'
import { inView, say } from '../progress'
import { back, runWizard, type Step } from '../wizard'
import { chooseFolder } from './chooseFolder'
import type { Command } from './command'

interface Init {
  folder: string
  /** The registry's folder; empty for the workspace's own. */
  registry: string
}

/** Values: `folder` and `registry`, both paths; an empty registry is the folder's own. */
export const init: Command = async (app, call) => {
  const { folder, registry } = call.args
  const given = {
    ...(typeof folder === 'string' ? { folder, registry: typeof registry === 'string' ? registry : '' } : {}),
  }
  const chosen = await runWizard<Init>(l10n.t('Initialize Registry'), [folderStep(app), registryStep], given)
  if (!chosen) return undefined
  const answer = await inView(() => app.engine.init({ folder: chosen.folder, registry: chosen.registry || undefined }))
  await app.registries.refresh()
  await commands.executeCommand('pedigree.models.focus')
  say(
    answer.created
      ? l10n.t('Made a registry in {0}', answer.registry)
      : l10n.t('Using the registry in {0}', answer.registry),
  )
  return answer
}

const folderStep = (app: App): Step<Init> => ({
  key: 'folder',
  find: async () => {
    const free = await folders(app)
    if (!free.length) throw nowhere(app)
    return free.length === 1 ? { folder: free[0]! } : undefined
  },
  ask: async ({ folder }, place) => {
    const choices = (await folders(app)).map((path) => ({
      label: app.registries.nameOf(path),
      detail: path,
      value: path,
    }))
    const answer = await pick(place, {
      placeholder: l10n.t('Which folder is to have a registry?'),
      choices,
      active: (value) => value === folder,
    })
    return typeof answer === 'string' ? { folder: answer } : answer
  },
})

async function folders(app: App): Promise<string[]> {
  const taken = (await app.registries.all()).map(({ folder }) => folder)
  return app.registries.folders().filter((folder) => !taken.includes(folder))
}

const nowhere = (app: App) =>
  app.registries.folders().length
    ? new RegistryError('registry-exists', l10n.t('Every folder of this window has a registry already.'))
    : new RegistryError('no-registry', l10n.t('No folder is open.'), l10n.t('Open the folder that you train in first.'))

const registryStep: Step<Init> = {
  key: 'registry',
  ask: async ({ folder }, place) => {
    for (;;) {
      const answer = await pick<'own' | 'other'>(place, {
        placeholder: l10n.t('Where are the models of {0} kept?', basename(folder!)),
        choices: [
          {
            label: l10n.t('In this folder'),
            description: '.pedigree/registry',
            detail: l10n.t('Ignored by git, and the only copy: move it to a shared folder when it matters.'),
            value: 'own',
          },
          {
            label: l10n.t('In another folder…'),
            detail: l10n.t('A disk that others reach too, or a registry that is there already.'),
            value: 'other',
          },
        ],
      })
      if (answer === undefined || answer === back) return answer
      if (answer === 'own') return { registry: '' }
      const chosen = await chooseFolder(folder!)
      if (chosen !== undefined) return { registry: chosen }
    }
  },
}
