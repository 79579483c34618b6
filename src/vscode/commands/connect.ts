import { commands, l10n } from 'vscode'
import type { Destination } from '../../operations/trust'
import type { App } from '../app'
import { inView, say } from '../progress'
import { runWizard } from '../wizard'
import type { Command } from './command'
import { connectSteps, credentialsOf, type Connection } from './connectSteps'

/** Values: `folder`. Everything else is asked, and nothing is written before the last step. */
export const connect: Command = async (app, { node, args }) => {
  const folder = node?.folder ?? args['folder']
  const given = typeof folder === 'string' ? { folder } : {}
  const chosen = await runWizard<Connection>(l10n.t('Connect Registry'), connectSteps(app), given)
  if (!chosen) return undefined
  return inView(async () => {
    const answer = chosen.kind === 'named' ? await useNamed(app, chosen) : await makeNew(app, chosen)
    await app.registries.refresh()
    await commands.executeCommand('pedigree.models.focus')
    return answer
  })
}

/** Uses the bucket that `pedigree.yaml` names already. */
async function useNamed(app: App, chosen: Connection) {
  const { folder, examined } = chosen
  const { destination } = examined!
  await keep(app, destination, chosen)
  await app.engine.confirm(destination)
  await app.engine.reopen(folder)
  say(l10n.t('Connected to {0}', destination.url))
  return { registry: destination.url, created: false }
}

async function makeNew(app: App, chosen: Connection) {
  const { folder, kind, url, path, endpoint, region, profile, examined } = chosen
  const destination = examined?.destination
  if (destination) await keep(app, destination, chosen)
  try {
    const answer = await app.engine.init({
      folder,
      registry: kind === 'bucket' ? url : path || undefined,
      ...(kind === 'bucket'
        ? {
            s3: { endpoint: endpoint || undefined, region: region || undefined, profile: profile || undefined },
            credentials: credentialsOf(chosen),
          }
        : {}),
    })
    await app.engine.reopen(folder)
    say(
      answer.created
        ? l10n.t('Made a registry in {0}', answer.registry)
        : l10n.t('Using the registry in {0}', answer.registry),
    )
    return answer
  } catch (error) {
    if (destination) await app.keys.forget(destination)
    throw error
  }
}

async function keep(app: App, destination: Destination, chosen: Connection): Promise<void> {
  const credentials = credentialsOf(chosen)
  await (credentials ? app.keys.keep(destination, credentials) : app.keys.forget(destination))
}
