import type { LogOutputChannel } from 'vscode'
import type { ActivityView } from './activity/activityView'
import type { SelectedForCompare } from './commands/compareSelected'
import type { Engine } from './engine'
import type { Keys } from './keys'
import type { Registries } from './registries'
import type { Panels } from './panels/panels'
import type { Reports } from './report/reports'
import type { ModelsView } from './tree/modelsView'

/** What a command of the extension has to work with. */
export interface App {
  engine: Engine
  registries: Registries
  models: ModelsView
  activity: ActivityView
  panels: Panels
  reports: Reports
  keys: Keys
  /** What was chosen for a command that comes later. */
  selected: { forCompare?: SelectedForCompare }
  log: LogOutputChannel
}
