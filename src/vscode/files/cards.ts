import { Disposable, type Memento, type TextDocument, type Uri, workspace } from 'vscode'
import type { CardView } from '../../operations/readCard'
import type { Engine } from '../engine'
import { scheme } from './place'

/** The state of a card that somebody's text was written on top of. */
export interface Basis {
  /** As the registry names it; null where nobody had saved a card. */
  base: string | null
  text: string
}

/** How many readings of a card are remembered, to know which of them a text came from. */
const remembered = 4
/** Texts up to this length are kept over a reload of the window, with what they were written on top of. */
const keptLength = 500_000

export type Cards = ReturnType<typeof cards>

/**
 * What each open text of a card was written on top of. A text that has changes keeps its basis however often the card
 * is read meanwhile, also over a reload of the window: so that nobody's work is overwritten unseen.
 */
export function cards(engine: Pick<Engine, 'call'>, state: Memento) {
  const readings = new Map<string, Basis[]>()
  const bases = new Map<string, Basis>()

  function settle(document: TextDocument): void {
    if (document.uri.scheme !== scheme || !isCard(document.uri)) return
    const key = document.uri.toString()
    if (document.isDirty) {
      const basis = bases.get(key)
      const known = state.get<Basis>(stateKey(key))
      if (!basis && known) bases.set(key, known)
      else if (basis && basis !== known) void keep(key, basis)
      return
    }
    const text = plain(document.getText())
    const read = readings.get(key)?.find((reading) => plain(reading.text) === text)
    if (read) bases.set(key, read)
    if (state.get(stateKey(key))) void state.update(stateKey(key), undefined)
  }
  const keep = (key: string, basis: Basis) =>
    state.update(stateKey(key), { ...basis, text: basis.text.length > keptLength ? '' : basis.text })

  const followed = Disposable.from(
    workspace.onDidOpenTextDocument(settle),
    workspace.onDidChangeTextDocument(({ document }) => settle(document)),
    workspace.onDidSaveTextDocument(settle),
    workspace.onDidCloseTextDocument(({ uri, isClosed }) => {
      // One that gets another language is said to be closed, and opened.
      if (uri.scheme !== scheme || !isClosed) return
      bases.delete(uri.toString())
    }),
  )

  function remember(uri: Uri, basis: Basis): void {
    const key = uri.toString()
    const others = (readings.get(key) ?? []).filter(({ text }) => text !== basis.text)
    readings.set(key, [basis, ...others].slice(0, remembered))
  }

  return {
    /** The card as the registry has it. */
    async read(uri: Uri, folder: string, reference: string): Promise<CardView> {
      const view = await engine.call(folder, 'readCard', { reference })
      remember(uri, view)
      for (const document of workspace.textDocuments) if (document.uri.toString() === uri.toString()) settle(document)
      return view
    },
    /** What the text that is open at an address is on top of; what was read last, where none is open. */
    basisOf(uri: Uri): Basis | undefined {
      const key = uri.toString()
      return bases.get(key) ?? state.get<Basis>(stateKey(key)) ?? readings.get(key)?.[0]
    },
    /** What was read last, and is what somebody else than the open text is on top of. */
    lastRead: (uri: Uri): Basis | undefined => readings.get(uri.toString())?.[0],
    /** Is this what the open text says, or is none open? */
    isOpenText(uri: Uri, text: string): boolean {
      const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString())
      return !open || plain(open.getText()) === plain(text)
    },
    /** From now on the text of this address is on top of that. */
    rebase(uri: Uri, basis: Basis): void {
      remember(uri, basis)
      bases.set(uri.toString(), basis)
    },
    dispose: () => followed.dispose(),
  }
}

export const isCard = ({ path }: Uri): boolean => /^\/[^/]+\/[1-9]\d*\/CARD\.md$/.test(path)

const stateKey = (key: string) => `card ${key}`
/** Editors write lines their own way. */
const plain = (text: string) => text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, '')
