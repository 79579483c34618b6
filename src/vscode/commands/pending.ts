import { l10n } from 'vscode'
import { RegistryError } from '../../core/registryError'
import type { BrowsedPending } from '../../operations/browsePending'
import type { App } from '../app'
import { pick } from '../ask'
import { confirm } from '../confirm'
import { inView, say } from '../progress'
import { intended } from '../tree/happened'
import { when } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Call, Command } from './command'
import { folderStep, type Target, targetOf } from './target'

interface Waiting extends Target {
  item: BrowsedPending
}

/** Values: `folder` and `id`. Decides a change that waits again, on the state as it is now. */
export const retryPending: Command = async (app, call) => {
  const chosen = await chosenItem(app, call, l10n.t('Try a Pending Change Again'))
  if (!chosen) return undefined
  const { folder, item } = chosen
  const outcome = await inView(() => app.engine.call(folder, 'retryPending', { id: item.id }))
  say(outcome.state === 'pending' ? l10n.t('It still waits: the registry cannot be reached') : done(item))
  return outcome
}

/** Values: `folder`, `id`, and `confirmed: true`. Gives a change up that waits. */
export const dropPending: Command = async (app, call) => {
  const chosen = await chosenItem(app, call, l10n.t('Drop a Pending Change'))
  if (!chosen) return undefined
  const { folder, item } = chosen
  if (call.args['confirmed'] !== true && !(await confirmed(item))) return undefined
  const outcome = await inView(() => app.engine.call(folder, 'dropPending', { id: item.id }))
  say(outcome.state === 'dropped' ? l10n.t('Dropped: {0}', intended(item)) : done(item))
  return outcome
}

const done = (item: BrowsedPending) => l10n.t('In the registry now: {0}', intended(item))

async function chosenItem(app: App, call: Call, title: string): Promise<Waiting | undefined> {
  const { node, args } = call
  if (node?.kind === 'pending' || node?.kind === 'reason' || node?.kind === 'newVersion')
    return { folder: node.folder, item: node.item } as Waiting
  const { folder } = await targetOf(app, call)
  const id = args['id']
  const item =
    folder && typeof id === 'string'
      ? (await app.engine.call(folder, 'browsePending', {})).find((other) => other.id === id)
      : undefined
  const given = { ...(folder ? { folder } : {}), ...(item ? { item } : {}) }
  return runWizard<Waiting>(title, [folderStep<Waiting>(app), itemStep(app)], given)
}

const itemStep = (app: App): Step<Waiting> => ({
  key: 'item',
  ask: async ({ folder }, place) => {
    const items = await app.engine.call(folder!, 'browsePending', {})
    if (!items.length) throw new RegistryError('no-such-pending', l10n.t('Nothing is pending.'))
    const answer = await pick(place, {
      placeholder: l10n.t('Which change?'),
      choices: items.map((item) => ({
        label: intended(item),
        description: item.refusal?.message ?? l10n.t('waiting since {0}', when(item.createdAt)),
        value: item,
      })),
    })
    return typeof answer === 'object' ? { item: answer } : answer
  },
})

function confirmed(item: BrowsedPending): Promise<boolean> {
  return confirm(
    l10n.t('Drop “{0}”?', intended(item)),
    [
      item.operation === 'register'
        ? l10n.t(
            'The version was never in the registry, and will not be. Its files stay where you registered them from.',
          )
        : l10n.t('The change was never in the registry, and will not be.'),
      l10n.t('It has waited since {0}. This cannot be undone.', when(item.createdAt)),
      ...(item.refusal ? [item.refusal.message] : []),
    ],
    l10n.t('Drop'),
  )
}
