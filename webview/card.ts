import type { ShownCard } from '../src/protocol'
import { h } from './element'
import { startPage } from './page'
import type { CardActions, CardLook } from './views/card/actions'
import { conflictView } from './views/card/conflict'
import { form } from './views/card/form'
import { header } from './views/card/header'
import { preview } from './views/card/preview'

/** How long somebody has to stop typing before it is told, in milliseconds. */
const pause = 300
/** How long it takes until it is told at the latest: less than the editor waits before it saves by itself. */
const longest = 700

let page: ReturnType<typeof build> | undefined
let changes = 0
let isEmpty = true

const actions = startPage<'card', CardLook>('card', {
  draw({ main, data, view }) {
    // Texts are in the person's language from the first drawing on.
    page ??= build(view)
    if (isEmpty || !page.isIn(main)) page.enter(main)
    isEmpty = false
    page.update(data)
  },
})

function build(before: Partial<CardLook>) {
  const { tab = 'form', form: formTop = 0, preview: previewTop = 0, isResolving = false, decided = {} } = before
  /** Fields with text that is not told yet: since when, and what tells it. */
  const waiting = new Map<string, { since: number; timer: ReturnType<typeof setTimeout> }>()
  let wasAsked = false
  const act: CardActions = {
    ...actions,
    change(change) {
      changes++
      actions.change(change)
    },
    type(field, text) {
      // The first key is told at once: from then on the editor asks before it closes a card with changes.
      const isFirst = !last?.isDirty && !waiting.size && isHeard()
      const now = performance.now()
      const { since = now, timer } = waiting.get(field) ?? {}
      clearTimeout(timer)
      const wait = isFirst ? 0 : Math.min(pause, since + longest - now)
      waiting.set(field, { since, timer: setTimeout(() => tell(field), wait) })
      if (field.startsWith('meta:')) return
      shown.type(field, text)
      shown.reveal(field)
    },
    enter: (field) => shown.reveal(field),
  }
  const shown = preview(actions.open)
  const fields = form(act)
  const conflict = conflictView(act, decided, () => resolve(false))
  const head = header(act, { show, resolve: () => resolve(true), print })
  const left = h('div', { id: 'form', class: 'pane', tabindex: -1 }, conflict.element, fields.element)
  const right = h('div', { id: 'preview', class: 'pane', tabindex: 0 }, shown.element)
  const whole = [head.element, h('div', { class: 'panes' }, fields.contents, left, right)]

  /** Tells what was typed into a field, if that was not told yet. */
  function tell(field: string): void {
    clearTimeout(waiting.get(field)?.timer)
    waiting.delete(field)
    const found = fields.fields.find(({ id }) => id === field)
    const value = found?.send(changes + 1)
    if (value === undefined) return
    if (field.startsWith('meta:')) act.change({ type: 'meta', key: field.slice('meta:'.length), value })
    else act.change({ type: 'edit', field, text: String(value as string) })
  }
  /** Is all that was told in what is shown? */
  const isHeard = () => changes === (last?.heard ?? 0)
  const tellAll = () => [...waiting.keys()].forEach(tell)
  // Before the editor saves, undoes or looks away, it knows what was typed.
  window.addEventListener(
    'keydown',
    (event) => {
      const { ctrlKey, metaKey, shiftKey, key } = event
      if (!(ctrlKey || metaKey) || !/^[szy]$/i.test(key)) return
      tellAll()
      if (/s/i.test(key) || isHeard()) return
      // What is undone is in the text by then: it would be undone what was before it.
      event.preventDefault()
      event.stopImmediatePropagation()
      actions.change({ type: /z/i.test(key) && !shiftKey ? 'undo' : 'redo' })
    },
    true,
  )
  window.addEventListener('blur', tellAll)
  document.addEventListener('focusout', tellAll)
  document.addEventListener('visibilitychange', tellAll)
  window.addEventListener('pagehide', tellAll)

  function show(next: CardLook['tab']): void {
    head.choose(next)
    document.body.dataset['tab'] = next
    actions.keep({ tab: next })
  }
  function resolve(isOpen: boolean): void {
    if (document.body.classList.contains('resolving') === isOpen) return
    document.body.classList.toggle('resolving', isOpen)
    actions.keep({ isResolving: isOpen })
    if (isOpen) document.getElementById('conflict')?.focus()
  }
  function print(): void {
    const { model, version } = last!
    const body = shown.element.cloneNode(true) as HTMLElement
    for (const link of body.querySelectorAll('button')) link.replaceWith(h('span', {}, link.textContent))
    actions.save({ name: `${model} ${version}`, kind: 'html', content: `<main>${body.outerHTML}</main>` })
  }
  let last: ShownCard | undefined
  let tops = { form: formTop, preview: previewTop }
  let isEntered = false
  const remember = () => actions.keep((tops = { form: left.scrollTop, preview: right.scrollTop }))
  for (const pane of [left, right]) pane.addEventListener('scrollend', remember)

  return {
    isIn: (place: HTMLElement) => place.contains(left),
    enter(place: HTMLElement): void {
      place.replaceChildren(...whole)
      if (!last) show(tab)
      isEntered = true
    },
    update(data: ShownCard): void {
      const isFirst = !last
      last = data
      head.update(data)
      fields.update(data)
      shown.update(data)
      conflict.update(data.conflict)
      if (!data.conflict) resolve(false)
      else if ((data.conflict.isAsked && !wasAsked) || (isFirst && isResolving)) resolve(true)
      wasAsked = data.conflict?.isAsked ?? false
      if (!isEntered) return
      isEntered = false
      left.scrollTop = tops.form
      right.scrollTop = tops.preview
    },
  }
}
