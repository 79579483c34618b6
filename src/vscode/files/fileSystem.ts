import {
  Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileChangeType,
  FilePermission,
  type FileStat,
  type FileSystemProvider,
  FileSystemError,
  FileType,
  l10n,
  Uri,
  workspace,
} from 'vscode'
import { RegistryError } from '../../core/registryError'
import { sentenceOf } from '../commands/sentence'
import { type Engine, EngineStopped } from '../engine'
import type { Registries } from '../registries'
import type { Cards } from './cards'
import { filesUnder, type Listing, listings } from './listings'
import { type Place, placeOf, referenceOf, scheme } from './place'

export interface FileSystemParts {
  engine: Pick<Engine, 'call'>
  registries: Pick<Registries, 'all' | 'found' | 'onDidChange'>
  cards: Cards
  /** Told that a card could not be saved, because somebody else had saved one meanwhile. */
  onConflict(uri: Uri): void
}

/** A text that does not change, or the state that it is in. */
interface Held {
  bytes: Uint8Array
  /** Counts the states that were seen, as instants do. */
  mtime: number
}

/** Models as folders: `churn/7/CARD.md`, which can be written, `RECORD.json`, and the version's files. */
export function fileSystem({ engine, registries, cards, onConflict }: FileSystemParts): Disposable {
  const changes = new EventEmitter<FileChangeEvent[]>()
  const held = new Map<string, Held>()
  const files = listings(engine)
  let clock = Date.now()

  async function find(uri: Uri): Promise<Place> {
    await registries.all()
    const place = placeOf(registries, uri)
    if (!place) throw FileSystemError.FileNotFound(uri)
    return place
  }

  /** The bytes of a card, with a later time where they are others than before. */
  async function hold(uri: Uri, folder: string, reference: string): Promise<Held> {
    const key = uri.toString()
    const known = held.get(key)
    // Until what is typed is saved, the file is as old as when it was read: whose card is newer is ours to find out.
    if (known && isDirty(uri)) return known
    const bytes = Buffer.from((await cards.read(uri, folder, reference)).text)
    if (isDirty(uri)) return { bytes, mtime: 1 }
    if (known && bytes.equals(known.bytes)) return known
    const next = { bytes, mtime: ++clock }
    held.set(key, next)
    return next
  }

  async function stat(uri: Uri): Promise<FileStat> {
    const place = await find(uri)
    switch (place.kind) {
      case 'root':
        return folderStat
      case 'model':
        await engine.call(place.folder, 'listVersions', { model: place.model, limit: 1 })
        return folderStat
      case 'version':
        await files.of(place)
        return folderStat
      case 'card': {
        const { bytes, mtime } = await hold(uri, place.folder, referenceOf(place))
        return { type: FileType.File, ctime: 0, mtime, size: bytes.length, ...(workspace.isTrusted ? {} : readonly) }
      }
      case 'record':
        return { type: FileType.File, ctime: 0, mtime: 0, size: (await record(place)).length, ...readonly }
      case 'file': {
        const entry = entryOf(await files.of(place), place.path)
        if (!entry) throw FileSystemError.FileNotFound(uri)
        return entry === 'folder'
          ? folderStat
          : { type: FileType.File, ctime: 0, mtime: 0, size: entry.size, ...readonly }
      }
    }
  }

  async function record(place: { folder: string; model: string; version: number }): Promise<Uint8Array> {
    const shown = await engine.call(place.folder, 'showVersion', { reference: referenceOf(place) })
    return Buffer.from(`${JSON.stringify(shown.record, null, 2)}\n`)
  }

  async function readFile(uri: Uri): Promise<Uint8Array> {
    const place = await find(uri)
    switch (place.kind) {
      case 'card':
        // Who gives up what was typed wants the card as it is now.
        if (isDirty(uri)) return Buffer.from((await cards.read(uri, place.folder, referenceOf(place))).text)
        return (await hold(uri, place.folder, referenceOf(place))).bytes
      case 'record':
        return record(place)
      case 'file':
        if (!place.path || entryOf(await files.of(place), place.path) === 'folder') break
        return engine.call(place.folder, 'readFile', { reference: referenceOf(place), path: place.path })
    }
    throw FileSystemError.FileIsADirectory(uri)
  }

  async function writeFile(uri: Uri, content: Uint8Array): Promise<void> {
    const place = await find(uri)
    if (place.kind !== 'card') throw FileSystemError.NoPermissions(onlyCards())
    if (!workspace.isTrusted) throw FileSystemError.NoPermissions(l10n.t('Cards are saved in trusted workspaces only.'))
    const reference = referenceOf(place)
    const text = new TextDecoder().decode(content)
    const isOurs = cards.isOpenText(uri, text)
    const known = isOurs ? cards.basisOf(uri) : cards.lastRead(uri)
    const { base } = known ?? (await cards.read(uri, place.folder, reference))
    try {
      const { card } = await engine.call(place.folder, 'saveCard', { reference, text, base })
      if (!isOurs) return
      cards.rebase(uri, { base: card, text })
    } catch (error) {
      if (error instanceof RegistryError && error.code === 'card-changed') onConflict(uri)
      throw error
    }
    held.set(uri.toString(), { bytes: content, mtime: ++clock })
    changes.fire([{ type: FileChangeType.Changed, uri }])
  }

  async function readDirectory(uri: Uri): Promise<[string, FileType][]> {
    const place = await find(uri)
    switch (place.kind) {
      case 'root':
        return (await engine.call(place.folder, 'modelNames', {})).map((name) => [name, FileType.Directory])
      case 'model': {
        const rows = await engine.call(place.folder, 'listVersions', { model: place.model, limit: listed })
        return rows.map(({ version }) => [String(version), FileType.Directory])
      }
      case 'version':
        await files.of(place)
        return [
          ['CARD.md', FileType.File],
          ['RECORD.json', FileType.File],
          ['files', FileType.Directory],
        ]
      case 'file':
        return filesUnder(await files.of(place), place.path)
      default:
        throw FileSystemError.FileNotADirectory(uri)
    }
  }

  /** Whoever has a card open learns that it may be another now. */
  const followed = registries.onDidChange(() => {
    const open = workspace.textDocuments.filter(({ uri }) => uri.scheme === scheme && held.has(uri.toString()))
    const watched = [...held.keys()].map((key) => Uri.parse(key, true))
    if (!watched.length) return
    for (const key of held.keys()) if (!open.some(({ uri }) => uri.toString() === key)) held.delete(key)
    changes.fire(watched.map((uri) => ({ type: FileChangeType.Changed, uri })))
  })

  const provider: FileSystemProvider = {
    onDidChangeFile: changes.event,
    watch: () => new Disposable(() => {}),
    stat: (uri) => told(() => stat(uri)),
    readFile: (uri) => told(() => readFile(uri)),
    readDirectory: (uri) => told(() => readDirectory(uri)),
    writeFile: (uri, content) => told(() => writeFile(uri, content)),
    createDirectory: forbidden,
    delete: forbidden,
    rename: forbidden,
  }
  return Disposable.from(
    changes,
    followed,
    workspace.registerFileSystemProvider(scheme, provider, { isCaseSensitive: true }),
  )
}

/** How many versions a folder of a model lists. */
const listed = 10_000
const readonly = { permissions: FilePermission.Readonly }
const folderStat: FileStat = { type: FileType.Directory, ctime: 0, mtime: 0, size: 0, ...readonly }

const onlyCards = () => l10n.t('Nothing of a version can be changed but its card.')
const forbidden = (): never => {
  throw FileSystemError.NoPermissions(onlyCards())
}

const isDirty = (uri: Uri): boolean =>
  workspace.textDocuments.some((document) => document.isDirty && document.uri.toString() === uri.toString())

function entryOf({ files, folders }: Listing, path: string) {
  return files.get(path) ?? (path === '' || folders.has(path) ? 'folder' : undefined)
}

/** A refusal as the editor words it: what is not there, and why something cannot be done. */
async function told<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof EngineStopped) throw FileSystemError.Unavailable(l10n.t('The registry was closed.'))
    if (!(error instanceof RegistryError)) throw error
    const said = sentenceOf(error)
    if (absent.has(error.code)) throw FileSystemError.FileNotFound(said)
    throw new FileSystemError(said)
  }
}
const absent = new Set(['no-such-model', 'no-such-version', 'no-such-path'])
