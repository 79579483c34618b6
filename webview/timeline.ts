import * as l10n from '@vscode/l10n'
import type { Timeline } from '../src/core/timeline/timeline'
import { h } from './element'
import { startPage } from './page'
import { csvOf, markdownOf, pngOf, svgText } from './save'
import { instantText } from './views/timeline/axis'
import { changesOf, wholeOf } from './views/timeline/bounds'
import { type ChosenActions, chosenPanel } from './views/timeline/chosen'
import { type ControlActions, controls, exports, legend } from './views/timeline/controls'
import { type Filter, lanesOf } from './views/timeline/lanes'
import type { Item, Range } from './views/timeline/layout'
import { momentPanel } from './views/timeline/moment'
import { overview } from './views/timeline/overview'
import { tableElement, tableOf } from './views/timeline/table'
import { type Shown, timelineView } from './views/timeline/view'

/** How it is looked at. */
interface View {
  /** null: all of the past, also what is still to come. */
  range: Range | null
  /** null: now. */
  cursor: number | null
  /** The instant that was asked for when the cursor was put where it is. */
  asked: string | null
  chosen: string | null
  filter: Filter
  isTable: boolean
}

const fresh: View = {
  ...{ range: null, cursor: null, asked: null, chosen: null, isTable: false },
  filter: { aliases: true, environments: true, marks: true },
}

type Page = ReturnType<typeof build>
let page: Page | undefined

const actions = startPage<'timeline', View>('timeline', {
  draw({ main, subject, data, view }) {
    const looked: View = { ...fresh, ...view }
    const { at } = subject
    // Asked for another moment than before.
    if (at !== undefined && at !== looked.asked) Object.assign(looked, { cursor: Date.parse(at), asked: at })
    if (!page || !main.contains(page.element)) {
      page = build(looked)
      main.replaceChildren(page.element)
    }
    page.show(data, looked)
  },
})

function build(first: View) {
  let data: Timeline
  let changes: number[] = []
  let view = first
  let chosen: Item | undefined
  let drawnWidth = 0
  const clock = { language: document.documentElement.lang || 'en' }
  const svg = (className: string) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    made.setAttribute('class', className)
    return made
  }
  const [drawing, strip] = [svg('timeline'), svg('overview')]
  drawing.setAttribute('role', 'group')
  strip.setAttribute('role', 'img')
  const title = h('h1', {})
  const summary = h('p', { class: 'quiet summary' })
  const seen = h('p', { class: 'quiet seen' })
  const tooltip = h('div', { class: 'tooltip', 'aria-hidden': 'true', hidden: true })
  const table = h('div', { class: 'asTable', tabindex: 0, role: 'region', 'aria-label': l10n.t('Show as Table') })
  const about = h('div', {})
  const moment = momentPanel({
    move: (at) => moveTo(at),
    step: (direction) => {
      const now = cursor()
      const next = direction > 0 ? changes.find((at) => at > now) : changes.findLast((at) => at < now)
      if (next !== undefined) moveTo(next)
    },
    openTree: () => actions.run('pedigree.asOf', { date: new Date(Math.min(cursor(), Date.now())).toISOString() }),
  })
  const pictures = h('div', { class: 'pictures' }, strip, seen, drawing, tooltip)
  const left = h('div', { class: 'left' }, pictures, table)
  const act: ControlActions = {
    filter: (change) => keep({ filter: { ...view.filter, ...change } }),
    zoomBy: (factor) => timeline.zoomBy(factor),
    last: (days) => {
      const { from, to } = whole()
      keep({ range: { from: Math.max(from, to - days * 86_400_000), to } })
    },
    table: (isTable) => keep({ isTable }),
    export: (kind) => void exported(kind),
  }
  const element = h(
    'div',
    { class: 'page' },
    h('header', {}, title, summary),
    controls(view.filter, view.isTable, act),
    h('div', { class: 'columns' }, left, h('aside', {}, moment.element, about)),
    h('footer', {}, legend(), exports(act)),
  )

  const timeline = timelineView(drawing, {
    looks: (range) => {
      const { from, to } = whole()
      view = { ...view, range: range.from <= from && range.to >= to ? null : range }
      small.show(range)
      later()
      showSeen(range)
    },
    moves: (at) => {
      view = { ...view, cursor: at }
      moment.show(data, at, clock)
      later()
    },
    chooses: (item) => {
      chosen = item
      keep({ chosen: item?.key ?? null })
      if (item) actions.announce(item.label)
    },
    points: (item, { x, y }) => {
      tooltip.hidden = !item
      if (!item) return
      tooltip.textContent = item.label
      const box = pictures.getBoundingClientRect()
      tooltip.style.setProperty('left', `${Math.min(Math.max(0, x - box.left + 12), Math.max(0, box.width - 300))}px`)
      tooltip.style.setProperty('top', `${y - box.top + 16}px`)
    },
    label: () => l10n.t('Cursor'),
  })
  const small = overview(strip, (range) => {
    const { from, to } = whole()
    keep({ range: range ?? { from, to } })
  })

  let waiting = 0
  /** While something moves, what is kept is written down once in a while. */
  function later(): void {
    waiting ||= window.setTimeout(() => {
      waiting = 0
      actions.keep(view)
    }, 200)
  }

  function keep(change: Partial<View>): void {
    view = { ...view, ...change }
    actions.keep(view)
    draw()
  }

  /** What is written down has happened, whatever this machine's clock says. */
  const now = () => Math.max(Date.now(), changes.at(-1) ?? 0)
  const whole = () => wholeOf(changes, now())
  const cursor = () => view.cursor ?? now()

  function moveTo(at: number): void {
    const { from, to } = whole()
    const range = view.range
    const moved = Math.min(now(), Math.max(from, at))
    const span = range ? range.to - range.from : 0
    const isSeen = !range || (moved >= range.from && moved <= range.to)
    const start = Math.min(to - span, Math.max(from, moved - span / 2))
    keep({ cursor: moved, ...(isSeen ? {} : { range: { from: start, to: start + span } }) })
  }

  function draw(): void {
    const { filter, isTable } = view
    const all = whole()
    const lanes = lanesOf(data, filter, now())
    drawnWidth = left.clientWidth
    const width = Math.max(320, Math.floor(drawnWidth))
    const range = within(view.range ?? all, all)
    pictures.hidden = isTable
    element.classList.toggle('tabular', isTable)
    table.hidden = !isTable
    const shown: Shown = {
      ...{ lanes, whole: all, range, width, clock },
      ...{ cursor: cursor(), now: now(), chosen: view.chosen ?? undefined },
    }
    if (!isTable) {
      small.draw(lanes, all, width - 2)
      timeline.update(shown)
      small.show(range)
      showSeen(range)
    }
    table.replaceChildren(...(isTable ? [tableElement(data, (at) => instantText(Date.parse(at), clock))] : []))
    moment.show(data, cursor(), clock)
    chosen = view.chosen === null ? undefined : (timeline.item(view.chosen) ?? chosen)
    about.replaceChildren(...(chosen ? [chosenPanel(chosen, clock, now(), chosenActions)] : [hint()]))
  }

  function showSeen({ from, to }: Range): void {
    seen.textContent = `${instantText(from, clock)} – ${instantText(to, clock)}`
  }

  const hint = () => h('p', { class: 'quiet hint controls' }, l10n.t('Choose a bar or a mark to read about it.'))
  const reference = (version: number) => `${data.model}@${version}`
  const chosenActions: ChosenActions = {
    showGate: (report) => actions.run('pedigree.showGate', { report }),
    showVersion: (version) => actions.run('pedigree.showVersion', { reference: reference(version) }),
    compare: (version, before) => {
      const columns = [reference(before), reference(version)]
      actions.run('pedigree.compare', { columns, baseline: reference(before) })
    },
    lineage: (version) => actions.run('pedigree.lineage', { reference: reference(version) }),
    open: (url) => actions.open(url),
    goTo: moveTo,
    zoomTo: (range) => timeline.showAll(range),
    close: () => keep({ chosen: null }),
  }

  async function exported(kind: Parameters<ControlActions['export']>[0]): Promise<void> {
    const name = l10n.t('Timeline of {0}', data.model)
    const content = {
      svg: () => svgText(drawing),
      png: () => pngOf(drawing),
      csv: () => csvOf(tableOf(data)),
      md: () => markdownOf(tableOf(data)),
      html: () => printed(element),
    }[kind]
    actions.save({ name: name.slice(0, 250), kind, content: await content() })
  }

  /** The page for paper: the drawing, the moment and the table, and nothing that is pressed. */
  function printed(shown: HTMLElement): string {
    const copy = shown.cloneNode(true) as HTMLElement
    for (const control of copy.querySelectorAll('.controls, .tooltip, .legend')) control.remove()
    const picture = copy.querySelector('svg.timeline')
    picture?.setAttribute('preserveAspectRatio', 'xMinYMin meet')
    copy.querySelector('.asTable')?.replaceChildren(tableElement(data, (at) => instantText(Date.parse(at), clock)))
    copy.querySelector('.asTable')?.removeAttribute('hidden')
    return copy.innerHTML
  }

  // The present moves on.
  setInterval(() => void (data && view.range === null && view.cursor === null && draw()), 60_000)

  new ResizeObserver(() => void (data && left.clientWidth !== drawnWidth && draw())).observe(left)

  return {
    element,
    show(next: Timeline, looked: View): void {
      if (data !== next) changes = changesOf(next)
      data = next
      view = looked
      title.textContent = l10n.t('Timeline of {0}', data.model)
      drawing.setAttribute('aria-label', l10n.t('Timeline of {0}', data.model))
      strip.setAttribute('aria-label', l10n.t('All of the past in small'))
      summary.textContent = summaryOf(data)
      draw()
    },
  }
}

const within = (range: Range, { from, to }: Range): Range => {
  const span = Math.min(range.to - range.from, to - from)
  const start = Math.min(to - span, Math.max(from, range.from))
  return { from: start, to: start + span }
}

function summaryOf({ bars, marks }: Timeline): string {
  const count = (kind: string) => marks.filter((mark) => mark.kind === kind).length
  const drifts = bars.filter(({ lane, to }) => lane === 'drift' && to === null).length
  return [
    l10n.t('Versions: {0}', count('registered')),
    l10n.t('Rollbacks: {0}', count('rollback')),
    l10n.t('Refused by a gate: {0}', count('refused')),
    l10n.t('Overrides: {0}', count('override')),
    drifts ? l10n.t('Drifting now: {0}', drifts) : '',
  ]
    .filter(Boolean)
    .join(' · ')
}
