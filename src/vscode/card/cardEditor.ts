import {
  commands,
  type CustomTextEditorProvider,
  Disposable,
  l10n,
  languages,
  type LogOutputChannel,
  TabInputCustom,
  type TextDocument,
  type Uri,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode'
import { FromCard, protocolVersion, type ToPage } from '../../protocol'
import type { Engine } from '../engine'
import type { Cards } from '../files/cards'
import { hear } from '../panels/hear'
import { pageHtml, rootsIn } from '../panels/html'
import type { Registries } from '../registries'
import type { OpenCard } from './openCard'
import { openCards } from './openCards'
import { pictures } from './pictures'
import { shownOf } from './shownCard'

export interface CardParts {
  engine: Pick<Engine, 'call'>
  registries: Registries
  cards: Cards
  log: LogOutputChannel
}

export const cardEditorType = 'pedigree.card'

export type CardEditor = ReturnType<typeof cardEditor>

/** The editor of model cards: a form and what becomes of it, over the text, which is what is undone and saved. */
export function cardEditor(parts: CardParts, extension: Uri) {
  const diagnoses = languages.createDiagnosticCollection('pedigree.card')
  const cards = openCards(parts, diagnoses)

  async function resolveCustomTextEditor(document: TextDocument, panel: WebviewPanel): Promise<void> {
    await parts.registries.all()
    const card = cards.of(document)
    const { webview } = panel
    webview.options = { enableScripts: true, localResourceRoots: rootsIn(extension) }
    if (card) {
      panel.title = l10n.t('{0} · Card', card.reference)
      fill(card, panel)
    }
    webview.html = pageHtml(webview, extension, { name: 'card', hasPictures: true })
  }

  function fill(card: OpenCard, panel: WebviewPanel): void {
    const { webview } = panel
    const picturesIn = pictures(parts.engine, card.place)
    const speaker = { webview, page: 'card', folder: card.place.folder, extension }
    /** By what state of the document each change was heard. */
    const heard: number[] = []
    let turn = 0

    async function show(): Promise<void> {
      const mine = ++turn
      const { view, checked, problem } = card
      if (problem) return tell({ type: 'failed', ...problem })
      if (!view || !checked) return
      const seen = heard.filter((version) => version <= card.checkedVersion).length
      const shown = shownOf(card, view, checked)
      const texts = [...Object.values(shown.card.statements), shown.card.others]
      const data = { ...shown, pictures: await picturesIn(texts.join('\n\n')), heard: seen }
      if (mine !== turn) return
      const words = l10n.bundle ?? {}
      const { folder } = card.place
      const trusted = workspace.isTrusted
      tell({ type: 'show', v: protocolVersion, page: 'card', subject: null, data, folder, words, trusted })
    }
    const tell = (message: ToPage<'card'>): void => void webview.postMessage(message)

    async function listen(message: FromCard): Promise<void> {
      switch (message.type) {
        case 'ready':
          // A page that was out of sight begins anew, and counts from the beginning.
          heard.length = 0
          return show()
        case 'ask':
          return
        case 'edit':
        case 'affirm':
        case 'meta':
          await card.edit(...editsOf(message))
          heard.push(card.document.version)
          // A change that changed nothing is heard of all the same.
          return void card.look()
        case 'undo':
        case 'redo':
          await card.settled()
          return commands.executeCommand(message.type)
        case 'resolve':
          return card.resolve(message.fields)
        default:
          await hear(parts, speaker, message)
      }
    }

    const followed = Disposable.from(
      card.onDidChange(() => void show()),
      webview.onDidReceiveMessage((message: unknown) => {
        const found = FromCard.safeParse(message)
        if (!found.success) return
        void listen(found.data).catch((error: Error) => parts.log.error(error))
      }),
    )
    panel.onDidDispose(() => followed.dispose())
  }

  const provider: CustomTextEditorProvider = { resolveCustomTextEditor }
  const registered = window.registerCustomEditorProvider(cardEditorType, provider, {
    webviewOptions: { enableFindWidget: true },
    supportsMultipleEditorsPerDocument: true,
  })
  return {
    /** A save was refused, because somebody else had saved meanwhile: shows both, where the card is in sight. */
    async onConflict(uri: Uri): Promise<void> {
      const card = cards.find(uri)
      if (!card) return
      card.isConflictAsked = true
      card.look(0, true)
      if (isInSight(uri)) return
      const resolve = l10n.t('Resolve…')
      const said = l10n.t('Somebody else saved the card of {0} while you wrote.', card.reference)
      if ((await window.showWarningMessage(said, resolve)) === resolve)
        await commands.executeCommand('vscode.openWith', uri, cardEditorType)
    },
    dispose: () => Disposable.from(registered, diagnoses, cards).dispose(),
  }
}

const isInSight = (uri: Uri): boolean =>
  window.tabGroups.all.some(({ activeTab }) => {
    const input = activeTab?.input
    return (
      input instanceof TabInputCustom && input.viewType === cardEditorType && input.uri.toString() === uri.toString()
    )
  })

function editsOf(message: Extract<FromCard, { type: 'edit' | 'affirm' | 'meta' }>) {
  switch (message.type) {
    case 'edit':
      return [{ field: message.field, text: message.text }]
    case 'affirm':
      return message.fields.map((affirm) => ({ affirm }))
    case 'meta':
      return [{ meta: message.key, value: message.value ?? undefined }]
  }
}
