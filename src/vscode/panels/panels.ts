import { Disposable, l10n, Uri, ViewColumn, type Webview, type WebviewPanel, window, workspace } from 'vscode'
import { refusalOf } from '../../core/refusal'
import { RegistryError } from '../../core/registryError'
import { FromPage, type PageName, protocolVersion, type SubjectOf, subjects, type ToPage } from '../../protocol'
import { EngineStopped } from '../engine'
import { hear } from './hear'
import { pageHtml, rootsIn } from './html'
import { pages, type World } from './pages'

export type Panels = ReturnType<typeof panels>

/** What a page keeps over a reload of the window. */
interface Kept {
  v: number
  folder: string
  subject: unknown
}

interface Open<P extends PageName = PageName> {
  page: P
  folder: string
  subject: SubjectOf<P>
  panel: WebviewPanel
  /** Counts what was asked for, so that an answer that was overtaken is not shown. */
  turn: number
}

/** The tabs with pages: one of each subject. They follow the registry, and come back when the window is loaded again. */
export function panels(world: World, extension: Uri) {
  const open = new Set<Open>()

  function show<P extends PageName>(page: P, folder: string, subject: SubjectOf<P>): WebviewPanel {
    const key = pages[page].key(subject)
    const same = [...open].find((other) => other.page === page && other.folder === folder && keyOf(other) === key)
    if (same) {
      same.panel.reveal()
      same.subject = subject
      void refresh(same)
      return same.panel
    }
    const options = { enableScripts: true, localResourceRoots: rootsIn(extension), enableFindWidget: true }
    const panel = window.createWebviewPanel(typeOf(page), '', ViewColumn.Active, options)
    fill({ page, folder, subject, panel, turn: 0 } as Open)
    return panel
  }

  function fill(shown: Open): void {
    const { panel, page } = shown
    open.add(shown)
    entitle(shown)
    const icon = (theme: string) => Uri.joinPath(extension, 'media', 'icons', `${pages[page].icon}-${theme}.svg`)
    panel.iconPath = { light: icon('light'), dark: icon('dark') }
    panel.onDidDispose(() => open.delete(shown))
    panel.webview.onDidReceiveMessage((message: unknown) => {
      const heard = FromPage.safeParse(message)
      if (heard.success) void listen(shown, heard.data).catch((error: Error) => world.log.error(error))
    })
    panel.webview.html = pageHtml(panel.webview, extension, { name: page })
    // On its way while the document is loaded; the editor hands it over when it is.
    void refresh(shown)
  }

  async function listen(shown: Open, heard: FromPage): Promise<void> {
    const { panel, page, folder } = shown
    switch (heard.type) {
      case 'ready':
        return heard.isEmpty ? refresh(shown) : undefined
      case 'ask': {
        const subject = subjects[page].safeParse(heard.subject)
        if (!subject.success) return
        shown.subject = subject.data as never
        entitle(shown)
        return refresh(shown)
      }
      default:
        await hear(world, { webview: panel.webview, page, folder, extension }, heard)
        if (heard.type === 'run') await refresh(shown)
    }
  }

  /** Shows what there is to show now. */
  async function refresh(shown: Open): Promise<void> {
    const { panel, page, folder, subject } = shown
    const turn = ++shown.turn
    const answer = await load(page, folder, subject)
    if (answer && turn === shown.turn && open.has(shown)) tell(panel.webview, answer)
  }

  async function load<P extends PageName>(page: P, folder: string, subject: SubjectOf<P>): Promise<ToPage | undefined> {
    try {
      const data = await pages[page].load(world, folder, subject)
      return {
        type: 'show',
        v: protocolVersion,
        page,
        subject,
        data,
        folder,
        words,
        trusted: workspace.isTrusted,
      } as ToPage
    } catch (error) {
      if (error instanceof EngineStopped) return undefined
      if (error instanceof RegistryError) {
        const { message, hint = '' } = refusalOf(error)
        return { type: 'failed', message, hint }
      }
      world.log.error(error as Error)
      return { type: 'failed', message: l10n.t('Something went wrong; the log says what.'), hint: '' }
    }
  }

  /** Takes a tab over from before the window was loaded again; one that nobody can make sense of is closed. */
  const restorer = (page: PageName) =>
    window.registerWebviewPanelSerializer(typeOf(page), {
      async deserializeWebviewPanel(panel: WebviewPanel, state: Partial<Kept> | undefined) {
        const subject = subjects[page].safeParse(state?.subject)
        const folder = (await world.registries.all()).find((registry) => registry.folder === state?.folder)?.folder
        if (state?.v !== protocolVersion || !subject.success || !folder) return panel.dispose()
        panel.webview.options = { enableScripts: true, localResourceRoots: rootsIn(extension) }
        fill({ page, folder, subject: subject.data, panel, turn: 0 } as Open)
      },
    })

  const followed = Disposable.from(
    world.registries.onDidChange(() => {
      for (const shown of open) if (shown.panel.visible) void refresh(shown)
    }),
    ...(Object.keys(pages) as PageName[]).map(restorer),
  )
  return {
    show,
    dispose(): void {
      followed.dispose()
      for (const { panel } of open) panel.dispose()
    },
  }
}

const words = l10n.bundle ?? {}
const typeOf = (page: PageName) => `pedigree.${page}`
const keyOf = ({ page, subject }: Open): string => pages[page].key(subject as never)

function entitle(shown: Open): void {
  shown.panel.title = pages[shown.page].title(shown.subject as never)
}

const tell = (webview: Webview, message: ToPage): void => void webview.postMessage(message)
