import { l10n } from 'vscode'
import { noRegistry } from '../../core/errors'
import { parseReference } from '../../core/reference'
import type { VersionRow } from '../../index/versions'
import type { BrowsedModel } from '../../operations/browseModels'
import type { App } from '../app'
import { type Choice, pick } from '../ask'
import type { Registry } from '../registries'
import { standing, versionCount, when, modelCount, stageHolders } from '../tree/words'
import { back, type Step } from '../wizard'
import type { Call } from './command'

/** What most commands are about. Every part may be missing until someone was asked. */
export interface Target {
  /** The workspace folder's path. */
  folder: string
  model: string
  version: VersionRow
}

/** How many models a list describes, and how many versions it has; others are found by typing their number. */
const listed = 500

/** What a call says by itself: by the row it came from, by its values, or because there is one registry only. */
export async function targetOf(app: App, { node, args }: Call): Promise<Partial<Target>> {
  if (node?.kind === 'version') {
    const { folder, version } = node
    return { folder, model: version.model, version }
  }
  if (node?.kind === 'model') return { folder: node.folder, model: node.model.model }
  if (node?.kind === 'event' && node.event.version !== null) {
    const { model, version } = node.event
    const found = await app.engine.call(node.folder, 'findVersion', { reference: `${model}@${version}` })
    return { folder: node.folder, model: found.model, version: found }
  }
  if (node) return { folder: node.folder }
  const folder = args['folder'] ?? (await onlyFolder(app))
  const reference = args['reference']
  const known = { ...(typeof folder === 'string' ? { folder } : {}) }
  if (typeof reference !== 'string')
    return { ...known, ...(typeof args['model'] === 'string' ? { model: args['model'] } : {}) }
  const { model } = parseReference(reference)
  if (!known.folder) return { model }
  return { ...known, model, version: await app.engine.call(known.folder, 'findVersion', { reference }) }
}

/** The one registry there is; undefined when there are several. Throws no-registry. */
async function onlyFolder(app: App): Promise<string | undefined> {
  const found = (await app.registries.all()).filter(({ status }) => status)
  if (!found.length) {
    const [broken] = await app.registries.all()
    if (broken) return broken.folder
    throw noRegistry(app.registries.folders()[0] ?? l10n.t('this window'))
  }
  return found.length === 1 ? found[0]!.folder : undefined
}

export const folderStep = <V extends Target>(app: App): Step<V> =>
  registryStep(app, ({ status }) => status !== undefined)

/** Also those that cannot be opened. */
export const anyFolderStep = <V extends Pick<Target, 'folder'>>(app: App): Step<V> => registryStep(app, () => true)

const registryStep = <V extends Pick<Target, 'folder'>>(
  app: App,
  isMeant: (registry: Registry) => boolean,
): Step<V> => ({
  key: 'folder',
  ask: async ({ folder }, place) => {
    const registries = (await app.registries.all()).filter(isMeant)
    const answer = await pick(place, {
      placeholder: l10n.t('Which registry?'),
      choices: registries.map(({ name, folder, status }) => ({
        label: name,
        description: status ? modelCount(status.models) : '',
        detail: folder,
        value: folder,
      })),
      active: (value) => value === folder,
    })
    return typeof answer === 'string' ? ({ folder: answer } as Partial<V>) : answer
  },
})

export interface ModelStep {
  placeholder?: string
  /** Offered first, as a new model where there is none of that name. */
  suggestion?: string | undefined
  create?: (typed: string) => Choice<string> | undefined
}

export const modelStep = <V extends Target>(
  app: App,
  { placeholder, suggestion, create }: ModelStep = {},
): Step<V> => ({
  key: 'model',
  ask: async ({ folder, model }, place) => {
    const answer = await pick(place, {
      placeholder: placeholder ?? l10n.t('Which model?'),
      choices: models(app, folder!).then((known) => suggested(known, suggestion && create?.(suggestion))),
      active: (value) => value === (model ?? suggestion),
      create,
    })
    return typeof answer === 'string' ? ({ model: answer } as Partial<V>) : answer
  },
})

const suggested = (known: Choice<string>[], made: Choice<string> | '' | undefined): Choice<string>[] =>
  made && made.value !== undefined && !known.some(({ label }) => label === made.label) ? [made, ...known] : known

/** The first ones with where they stand, the others by name: a list of thousands is for typing into. */
async function models(app: App, folder: string): Promise<Choice<string>[]> {
  const rows = await app.engine.call(folder, 'browseModels', { limit: listed })
  const described = rows.map((row) => ({
    label: row.model,
    description: [stageHolders(row, row.policy), versionCount(row.versions)].filter(Boolean).join(' · '),
    value: row.model,
  }))
  if (rows.length < listed) return described
  const seen = new Set(rows.map(({ model }) => model))
  const names = await app.engine.call(folder, 'modelNames', {})
  return [...described, ...names.filter((name) => !seen.has(name)).map((name) => ({ label: name, value: name }))]
}

export const versionStep = <V extends Target>(app: App): Step<V> => ({
  key: 'version',
  ask: async ({ folder, model, version }, place) => {
    const answer = await pick<VersionRow | number>(place, {
      placeholder: l10n.t('Which version of {0}?', model!),
      choices: app.engine
        .call(folder!, 'listVersions', { model: model!, limit: listed })
        .then((rows) => rows.map(choice)),
      active: (value) => typeof value === 'object' && value.id === version?.id,
      create: (typed) => {
        const number = /^v?([1-9]\d{0,9})$/.exec(typed)?.[1]
        return number ? { label: `v${number}`, value: Number(number) } : undefined
      },
    })
    if (answer === undefined || answer === back) return answer
    const chosen =
      typeof answer === 'object'
        ? answer
        : await app.engine.call(folder!, 'findVersion', { reference: `${model!}@${answer}` })
    return { version: chosen } as Partial<V>
  },
})

function choice(version: VersionRow): Choice<VersionRow> {
  return {
    label: `v${version.version}`,
    description: [version.label, standing(version)].filter(Boolean).join(' · '),
    detail: [when(version.at), version.author.name, version.description].filter(Boolean).join(' · '),
    value: version,
  }
}

/** The steps that find a version. */
export const toVersion = <V extends Target>(app: App): Step<V>[] => [folderStep(app), modelStep(app), versionStep(app)]

/** Aliases that people set, not those that follow a stage. */
export const freeAliases = ({ aliases, policy }: BrowsedModel): string[] =>
  Object.keys(aliases)
    .filter((alias) => !(alias in policy.followers))
    .sort()
