import * as l10n from '@vscode/l10n'
import type { Refusal } from '../src/core/refusal'
import type { DataOf, DrawnName, FromCard, FromPage, PageCommand, Shown, ToPage } from '../src/protocol'
import { h } from './element'

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage | FromCard): void
  getState(): unknown
  setState(state: unknown): void
}

/** What a page keeps while its tab is hidden, and over a reload: what it is about, and how it was looked at. */
interface Kept<View> {
  v: number
  folder: string
  subject: unknown
  view?: View
}

export interface Page<P extends DrawnName, View extends object> {
  /** Draws all there is to see, over what was drawn before; `view` is how it was looked at. */
  draw(shown: Drawn<P, View>): void
  /** Told that a command which the page ran is done. */
  ran?(command: string, answer: unknown): void
  /** Told that it was refused; a page that has no word for that leaves it to the editor. */
  refused?(command: string, refusal: Refusal): void
  /** Told that the colours are others now: for what is drawn on a canvas. */
  recolour?(): void
}

export interface Drawn<P extends DrawnName, View> {
  main: HTMLElement
  subject: Shown<P>['subject']
  data: DataOf<P>
  trusted: boolean
  /** How it was looked at: scroll, zoom, what is chosen. Whatever the page put there with `keep`. */
  view: Partial<View>
}

const api = acquireVsCodeApi()
const post = (message: FromPage | FromCard): void => api.postMessage(message)

/** Starts the page `name`. The document has one. */
export function startPage<P extends DrawnName, View extends object = object>(
  name: P,
  page: Page<P, View>,
): Actions<P, View> {
  const main = document.getElementById('page')!
  const status = document.body.appendChild(h('div', { class: 'status', role: 'status', 'aria-live': 'polite' }))
  let hasCome = false
  let kept = api.getState() as Kept<View> | undefined

  window.addEventListener('message', ({ data: message }: MessageEvent<ToPage<DrawnName>>) => {
    hasCome = true
    if (message.type === 'show') {
      if (message.page !== name) return
      const { subject, data, trusted, folder, v, words } = message as Shown<P>
      l10n.config({ contents: { ...words } })
      kept = { ...kept, v, folder, subject }
      api.setState(kept)
      page.draw({ main, subject, data, trusted, view: kept.view ?? {} })
      main.removeAttribute('aria-busy')
      requestAnimationFrame(() => performance.mark('pedigree:shown'))
    } else if (message.type === 'failed') {
      main.replaceChildren(failure(message))
      main.removeAttribute('aria-busy')
    } else if (message.refusal) page.refused?.(message.command, message.refusal)
    else page.ran?.(message.command, message.answer)
  })
  const complain = (what: unknown) =>
    post({ type: 'log', message: String((what as Error)?.stack ?? what).slice(0, 9999) })
  window.addEventListener('error', ({ error, message }) => complain(error ?? message))
  window.addEventListener('unhandledrejection', ({ reason }) => complain(reason))
  if (page.recolour) {
    const recolour = page.recolour.bind(page)
    new MutationObserver(() => recolour()).observe(document.body, { attributeFilter: ['class', 'style'] })
  }
  // What the editor sent while the document was being loaded comes right after it was.
  window.addEventListener('load', () => setTimeout(() => post({ type: 'ready', isEmpty: !hasCome })))

  return {
    ask: (subject) => post({ type: 'ask', subject }),
    keep: (view) => {
      if (!kept) return
      kept = { ...kept, view: { ...kept.view, ...view } as View }
      api.setState(kept)
    },
    run: (command, args) => post({ type: 'run', command, args, tellsRefusals: page.refused !== undefined }),
    save: (saved) => post({ type: 'save', ...saved }),
    copy: (text) => post({ type: 'copy', text }),
    open: (url) => post({ type: 'open', url }),
    change: post,
    announce: (text) => void (status.textContent = text),
  }
}

export type CardChange = Exclude<FromCard, FromPage>

export interface Actions<P extends DrawnName, View> {
  /** Shows another subject in this tab. */
  ask(subject: Shown<P>['subject']): void
  /** Remembers how the page is looked at, while its tab is hidden and over a reload. */
  keep(view: Partial<View>): void
  run(command: PageCommand, args: Extract<FromPage, { type: 'run' }>['args']): void
  save(saved: Omit<Extract<FromPage, { type: 'save' }>, 'type'>): void
  copy(text: string): void
  open(url: string): void
  /** Says what a person did in the form of an editor. */
  change(change: CardChange): void
  /** Says something to those who listen to the page. */
  announce(text: string): void
}

const failure = ({ message, hint }: { message: string; hint: string }) =>
  h('div', { class: 'failure', role: 'alert' }, h('p', {}, message), hint && h('p', { class: 'quiet' }, hint))
