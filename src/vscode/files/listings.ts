import { FileType } from 'vscode'
import type { FileEntry } from '../../core/record'
import type { Engine } from '../engine'

/** The files of a version by their paths, and the folders that they are in. */
export interface Listing {
  files: ReadonlyMap<string, FileEntry>
  folders: ReadonlySet<string>
}

/** How many versions are remembered. */
const remembered = 20

/** What files versions have. That never changes, so it is asked once. */
export function listings(engine: Pick<Engine, 'call'>) {
  const known = new Map<string, Promise<Listing>>()
  return {
    /** Throws no-such-version. */
    of({ folder, model, version }: { folder: string; model: string; version: number }): Promise<Listing> {
      const key = JSON.stringify([folder, model, version])
      const listing = known.get(key) ?? list(folder, `${model}@${version}`)
      known.delete(key)
      known.set(key, listing)
      listing.catch(() => known.delete(key))
      for (const oldest of [...known.keys()].slice(0, -remembered)) known.delete(oldest)
      return listing
    },
  }

  async function list(folder: string, reference: string): Promise<Listing> {
    const { files } = await engine.call(folder, 'browseVersion', { reference, files: Infinity })
    const above = ({ path }: FileEntry) =>
      path
        .split('/')
        .slice(0, -1)
        .map((_, i, parts) => parts.slice(0, i + 1).join('/'))
    return { files: new Map(files.map((file) => [file.path, file])), folders: new Set(files.flatMap(above)) }
  }
}

/** What is directly in a folder of a version's files. */
export function filesUnder({ files, folders }: Listing, path: string): [string, FileType][] {
  const start = path ? `${path}/` : ''
  const inIt = (name: string) => name.startsWith(start) && !name.slice(start.length).includes('/')
  const named = (names: Iterable<string>, type: FileType) =>
    [...names].filter(inIt).map((name): [string, FileType] => [name.slice(start.length), type])
  return [...named(folders, FileType.Directory), ...named(files.keys(), FileType.File)]
}
