import { commands, l10n, type Uri } from 'vscode'
import { noSuchFile } from '../../core/readingErrors'
import type { App } from '../app'
import { type Choice, pick } from '../ask'
import { fileUri } from '../files/place'
import { reference, size } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'
import { type Target, targetOf, toVersion } from './target'

interface FileTarget extends Target {
  path: string
}

/** Values: `reference`, `path`. Opens a file of a version, for reading. */
export const openFile: Command = async (app, call) => {
  const { node, args } = call
  const version = node?.kind === 'file' ? node.parent : undefined
  const path = node?.kind === 'file' ? node.file.path : args['path']
  const target = version?.kind === 'version' ? { ...call, node: version } : call
  const given = { ...(await targetOf(app, target)), ...(typeof path === 'string' ? { path } : {}) }
  const steps = [...toVersion<FileTarget>(app), fileStep(app)]
  const chosen = await runWizard<FileTarget>(l10n.t('Open a File of a Version'), steps, given)
  if (!chosen) return undefined
  const uri = await uriOf(app, chosen.folder, chosen.version, chosen.path)
  await commands.executeCommand('vscode.open', uri)
  return uri.toString()
}

/** Values: `left` and `right`, references; `path`. Shows how a file differs between two versions. */
export const diffFile: Command = async (app, { args }) => {
  const { folder: given, left, right, path } = args
  if (typeof left !== 'string' || typeof right !== 'string' || typeof path !== 'string') return undefined
  const folder = typeof given === 'string' ? given : (await app.registries.all())[0]?.folder
  if (folder === undefined) return undefined
  const versions = await Promise.all(
    [left, right].map((reference) => app.engine.call(folder, 'findVersion', { reference })),
  )
  const uris = await Promise.all(versions.map((version) => uriOf(app, folder, version, path)))
  const title = `${path}: ${versions.map(reference).join(' ↔ ')}`
  await commands.executeCommand('vscode.diff', uris[0], uris[1], title)
  return path
}

const fileStep = (app: App): Step<FileTarget> => ({
  key: 'path',
  ask: async ({ folder, version }, place) => {
    const answer = await pick<string>(place, {
      placeholder: l10n.t('Which file?'),
      choices: filesOf(app, folder!, reference(version!)),
    })
    return typeof answer === 'string' ? { path: answer } : answer
  },
})

const filesOf = async (app: App, folder: string, of: string): Promise<Choice<string>[]> => {
  const { files } = await app.engine.call(folder, 'browseVersion', { reference: of, files: 10_000 })
  return files.map(({ path, size: bytes }) => ({ label: path, description: size(bytes), value: path }))
}

async function uriOf(app: App, folder: string, version: Target['version'], path: string): Promise<Uri> {
  const { files } = await app.engine.call(folder, 'browseVersion', { reference: reference(version), files: Infinity })
  if (!files.some((file) => file.path === path)) throw noSuchFile(reference(version), path)
  return fileUri(app.registries, folder, version.model, version.version, path)
}
