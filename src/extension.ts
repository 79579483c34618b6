import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import * as vscode from 'vscode'
import { ActivityView } from './vscode/activity/activityView'
import { attend } from './vscode/attention'
import { cardEditor } from './vscode/card/cardEditor'
import { register } from './vscode/commands/command'
import { all } from './vscode/commands/commands'
import { openEngine } from './vscode/engine'
import { cards } from './vscode/files/cards'
import { fileSystem } from './vscode/files/fileSystem'
import { keysIn } from './vscode/keys'
import { panels } from './vscode/panels/panels'
import { policyHelp } from './vscode/policy/policyHelp'
import { Registries } from './vscode/registries'
import { reports } from './vscode/report/reports'
import { saySettled } from './vscode/saySettled'
import { onSigningKey, signingKey } from './vscode/signingKey'
import { statusBar } from './vscode/statusBar'
import { tell } from './vscode/tell'
import { ModelsView } from './vscode/tree/modelsView'

// Composition root 1. Nothing here reads a file or loads a native module: the engine's thread does, when it is asked.

let close = async (): Promise<void> => {}

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Pedigree', { log: true })
  const manifest = context.extension.packageJSON as { name: string; version: string }
  const keys = keysIn(context.secrets)
  const engine = openEngine(
    (workerData) => new Worker(join(context.extensionPath, 'dist', 'engine.js'), { workerData }),
    {
      client: `${manifest.name}/${manifest.version} vscode`,
      // Homes of remote machines may be on a network, where WAL corrupts.
      journal: vscode.env.remoteName ? 'DELETE' : 'WAL',
      trusted: vscode.workspace.isTrusted,
      hasher: join(context.extensionPath, 'dist', 'fileWorker.js'),
      signingKey: signingKey(),
    },
    {
      changed: () => void registries.refresh(),
      synced: (folder, at) => registries.synced(folder, at),
      settled: (_, settled) => void saySettled(settled),
      credentialsFor: keys.of,
      webhookFor: keys.webhook,
      warning: (message) => log.warn(message),
      stopped: (error) => {
        log.error(error)
        void tell(log, vscode.l10n.t('Pedigree’s worker stopped, and starts again with the next command.'))
      },
    },
  )
  close = engine.close
  const registries = new Registries(engine, log)
  const models = new ModelsView(engine, registries)
  const activity = new ActivityView(engine, registries)
  const gates = reports()
  const pages = panels({ engine, registries, log }, context.extensionUri)
  const texts = cards(engine, context.workspaceState)
  const editor = cardEditor({ engine, registries, cards: texts, log }, context.extensionUri)
  const files = fileSystem({ engine, registries, cards: texts, onConflict: (uri) => void editor.onConflict(uri) })
  const app = { engine, registries, models, activity, panels: pages, reports: gates, keys, selected: {}, log }
  context.subscriptions.push(log, registries, models, activity, attend(engine, registries, [models, activity]))
  context.subscriptions.push(pages, gates, statusBar(registries), register(app, all), policyHelp(app))
  context.subscriptions.push(texts, editor, files, onSigningKey(engine.signWith))
  void registries.refresh().then(() => {
    const problem = registries.sqliteProblem
    if (problem) void tell(log, `${problem.message} ${problem.hint}`)
  })
}

export const deactivate = (): Promise<void> => close()
