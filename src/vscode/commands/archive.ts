import { l10n } from 'vscode'
import type { VersionRow } from '../../index/versions'
import type { StageAnswer } from '../../operations/stageAnswer'
import { ask } from '../ask'
import { confirm } from '../confirm'
import { inView, sayDone } from '../progress'
import { reference } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'
import { emptied, named } from './effect'
import { type Target, targetOf, toVersion } from './target'

interface Archiving extends Target {
  reason: string
}

/** Values: `reference`, `reason`, and `confirmed: true`. Several selected rows are archived for one reason. */
export const archive: Command = async (app, call) => {
  const rows = call.nodes.filter((node) => node.kind === 'version')
  const { reason } = call.args
  const given = { ...(await targetOf(app, call)), ...(typeof reason === 'string' ? { reason } : {}) }
  const title = ({ version }: Partial<Archiving>) => {
    if (rows.length > 1) return l10n.t('Archive {0} Versions', rows.length)
    return version ? l10n.t('Archive {0}', reference(version)) : l10n.t('Archive a Version')
  }
  const chosen = await runWizard<Archiving>(title, [...toVersion<Archiving>(app), reasonStep], given)
  if (!chosen) return undefined

  const targets = rows.length > 1 ? rows : [chosen]
  const losses = await Promise.all(
    targets.map(async ({ folder, version }) => {
      const shown = await app.engine.call(folder, 'showModel', { model: version.model })
      return emptied(shown, version, 'archived')
    }),
  )
  const versions = targets.map(({ version }) => version)
  if (call.args['confirmed'] !== true && !(await confirmed(versions, losses, chosen.reason))) return undefined
  const answers: StageAnswer[] = []
  await inView(async () => {
    for (const [i, { folder, version }] of targets.entries()) {
      const args = { reference: reference(version), reason: chosen.reason, leaveEmpty: losses[i] !== undefined }
      answers.push(await app.engine.call(folder, 'archiveVersion', args))
    }
  })
  sayDone(
    { pending: answers.some(({ pending }) => pending) },
    l10n.t('Archived {0}', versions.map(reference).join(', ')),
  )
  return rows.length > 1 ? answers : answers[0]
}

const reasonStep: Step<Archiving> = {
  key: 'reason',
  ask: async ({ reason }, place) => {
    const problemWith = (text: string) => (text ? undefined : l10n.t('Archiving needs a reason.'))
    const answer = await ask(place, { prompt: l10n.t('Why? It stays in the log.'), value: reason, problemWith })
    return typeof answer === 'string' ? { reason: answer } : answer
  },
}

function confirmed(versions: VersionRow[], losses: (string | undefined)[], reason: string): Promise<boolean> {
  const [first, ...others] = versions
  return confirm(
    others.length ? l10n.t('Archive {0} versions?', versions.length) : l10n.t('Archive {0}?', reference(first!)),
    [
      versions.map(named).join(', '),
      ...losses.filter((loss) => loss !== undefined),
      l10n.t('Nothing is deleted: an archived version can be promoted again.'),
      l10n.t('Reason: {0}', reason),
    ],
    l10n.t('Archive'),
  )
}
