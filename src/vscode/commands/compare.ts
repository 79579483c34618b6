import { l10n } from 'vscode'
import type { VersionRow } from '../../index/versions'
import { type SubjectOf, subjects } from '../../protocol'
import type { App } from '../app'
import { type Choice, pick, pickMany } from '../ask'
import { reference, standing, when } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Call, Command } from './command'
import { folderStep, modelStep, type Target, targetOf } from './target'

type Subject = SubjectOf<'compare'>

interface Comparing extends Target {
  /** In the order of the columns. */
  columns: string[]
  /** '' is the one that is taken where nobody says. */
  baseline: string
}

/** How many versions fit. */
const most = 20
/** How many versions a list offers; others are added by typing their number. */
const listed = 500

/**
 * Values: `columns`, references of versions, and `baseline`, another one. Opens the page that compares them. With
 * `add: true` it asks for more columns instead, and answers what is to be compared then.
 */
export const compare: Command = async (app, call) => {
  const { folder, columns, baseline } = call.args
  const given = subjects.compare.safeParse({ columns, baseline })
  const isAdding = call.args['add'] === true && given.success
  if (typeof folder === 'string' && given.success && !isAdding) return open(app, folder, given.data)
  const rows = call.nodes.flatMap((node) => (node.kind === 'version' ? [node] : []))
  if (rows.length > 1) {
    const chosen = rows.filter((row) => row.folder === rows[0]!.folder).slice(0, most)
    return open(app, chosen[0]!.folder, { columns: chosen.map(({ version }) => reference(version)) })
  }
  return isAdding ? added(app, call, given.data) : asked(app, call)
}

function open(app: App, folder: string, subject: Subject): Subject {
  app.panels.show('compare', folder, subject)
  return subject
}

/** Asks for everything that is to be compared. */
async function asked(app: App, call: Call): Promise<Subject | undefined> {
  const target = await targetOf(app, call)
  const steps = [folderStep<Comparing>(app), modelStep<Comparing>(app), versionsStep(app, []), baselineStep(app)]
  const chosen = await runWizard<Comparing>(l10n.t('Compare Versions'), steps, target)
  if (!chosen) return undefined
  const { folder, columns, baseline } = chosen
  return open(app, folder, { columns, ...(baseline ? { baseline } : {}) })
}

/** Asks for what comes beside the columns that there are. */
async function added(app: App, call: Call, subject: Subject): Promise<Subject | undefined> {
  const title = l10n.t('Add to the Comparison')
  const steps = [folderStep<Comparing>(app), modelStep<Comparing>(app), versionsStep(app, subject.columns)]
  const chosen = await runWizard<Comparing>(title, steps, { folder: String(call.args['folder']) })
  return chosen && { ...subject, columns: [...new Set([...subject.columns, ...chosen.columns])].slice(0, most) }
}

const versionsStep = (app: App, there: readonly string[]): Step<Comparing> => ({
  key: 'columns',
  ask: async ({ folder, model, version, columns }, place) => {
    const answer = await pickMany<string>(place, {
      placeholder: l10n.t('Which versions of {0}? Up to {1}.', model!, most - there.length),
      choices: app.engine
        .call(folder!, 'listVersions', { model: model!, limit: listed })
        .then((rows) => rows.filter((row) => !there.includes(reference(row))).map(choice)),
      picked: columns ?? (version ? [reference(version)] : []),
      most: most - there.length,
    })
    // Another choice may have made another baseline of it.
    return Array.isArray(answer) ? { columns: answer, baseline: '' } : answer
  },
})

const baselineStep = (app: App): Step<Comparing> => ({
  key: 'baseline',
  ask: async ({ folder, columns, baseline }, place) => {
    const answer = await pick<string>(place, {
      placeholder: l10n.t('Which one are they compared with?'),
      choices: usual(app, folder!, columns!).then((usually) => [
        usually,
        ...columns!.map((column) => ({ label: column, value: column })),
      ]),
      active: (value) => value === baseline,
    })
    return typeof answer === 'string' ? { baseline: answer } : answer
  },
})

/** The baseline that is taken where nobody says. */
async function usual(app: App, folder: string, columns: readonly string[]): Promise<Choice<string>> {
  const { columns: found, baseline } = await app.engine.call(folder, 'compareVersions', { columns })
  const { name, stage } = found[baseline]!
  return { label: l10n.t('The usual one'), description: [name, stage].join(' · '), value: '' }
}

function choice(version: VersionRow): Choice<string> {
  return {
    label: `v${version.version}`,
    description: [version.label, standing(version)].filter(Boolean).join(' · '),
    detail: [when(version.at), version.author.name, version.description].filter(Boolean).join(' · '),
    value: reference(version),
  }
}
