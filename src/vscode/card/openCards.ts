import { Disposable, type TextDocument, type Uri, workspace } from 'vscode'
import { isCard } from '../files/cards'
import { placeOf, scheme } from '../files/place'
import type { CardParts } from './cardEditor'
import { diagnose, type Diagnoses } from './diagnose'
import { OpenCard } from './openCard'

export type OpenCards = ReturnType<typeof openCards>

/** Every card that is open as a text, in an editor of ours or in another one: its findings are problems of that text. */
export function openCards(parts: CardParts, diagnoses: Diagnoses) {
  const open = new Map<string, OpenCard>()

  function of(document: TextDocument): OpenCard | undefined {
    const key = document.uri.toString()
    const known = open.get(key)
    if (known?.document === document) return known
    if (document.uri.scheme !== scheme || !isCard(document.uri)) return undefined
    const place = placeOf(parts.registries, document.uri)
    if (place?.kind !== 'card') return undefined
    known?.dispose()
    const card = new OpenCard(parts, document, place)
    open.set(key, card)
    card.onDidChange(() => diagnose(diagnoses, card))
    card.look(0)
    return card
  }
  const find = (uri: Uri) => open.get(uri.toString())
  async function lookAt(document: TextDocument): Promise<void> {
    if (document.uri.scheme !== scheme) return
    await parts.registries.all()
    if (!document.isClosed) of(document)
  }

  const followed = Disposable.from(
    workspace.onDidOpenTextDocument((document) => void lookAt(document)),
    workspace.onDidChangeTextDocument(({ document }) => find(document.uri)?.look()),
    workspace.onDidSaveTextDocument(({ uri }) => find(uri)?.look(0, true)),
    workspace.onWillSaveTextDocument((saving) => {
      const card = find(saving.document.uri)
      if (card) saving.waitUntil(card.settled().then(() => []))
    }),
    workspace.onDidCloseTextDocument(({ uri, isClosed }) => {
      // One that gets another language is said to be closed, and opened.
      if (!isClosed) return
      find(uri)?.dispose()
      open.delete(uri.toString())
      diagnoses.delete(uri)
    }),
    workspace.onDidGrantWorkspaceTrust(() => open.forEach((card) => card.look(0))),
    parts.registries.onDidChange(() => open.forEach((card) => card.look(0, true))),
  )
  for (const document of workspace.textDocuments) void lookAt(document)
  return {
    of,
    find,
    dispose(): void {
      followed.dispose()
      for (const card of open.values()) card.dispose()
    },
  }
}
