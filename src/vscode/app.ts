import type { LogOutputChannel } from 'vscode'
import type { Engine } from './engine'
import type { Registries } from './registries'
import type { ModelsView } from './tree/modelsView'

/** What a command of the extension has to work with. */
export interface App {
  engine: Engine
  registries: Registries
  models: ModelsView
  log: LogOutputChannel
}
