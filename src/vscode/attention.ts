import { Disposable, type Event, window, workspace } from 'vscode'
import type { Engine } from './engine'
import type { Registries } from './registries'

interface View {
  readonly visible: boolean
  readonly onDidChangeVisibility: Event<unknown>
}

/** Tells the engine which folders there are, whether someone sees them, and how often to ask a bucket. */
export function attend(engine: Engine, registries: Registries, views: View[]): Disposable {
  const tell = () => {
    const isSeen = views.some(({ visible }) => visible)
    engine.follow({
      folders: registries.folders(),
      isSeen,
      isWatched: isSeen && window.state.focused,
      pollInterval: Math.max(0, workspace.getConfiguration('pedigree').get('pollInterval', 30)),
    })
    return isSeen
  }
  tell()
  return Disposable.from(
    ...views.map(({ onDidChangeVisibility }) => onDidChangeVisibility(() => tell() && void registries.refresh())),
    workspace.onDidChangeWorkspaceFolders(tell),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('pedigree.pollInterval') && tell()),
    window.onDidChangeWindowState(tell),
  )
}
