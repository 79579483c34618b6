import * as l10n from '@vscode/l10n'
import type { Timeline } from '../src/core/timeline/timeline'
import { h } from './element'
import { startPage } from './page'
import { instantText } from './views/timeline/axis'
import { around, changesOf, wholeOf, within } from './views/timeline/bounds'
import { type ChosenActions, chosenPanel } from './views/timeline/chosen'
import { type ControlActions, controls, exports, legend } from './views/timeline/controls'
import { type Export, exported } from './views/timeline/export'
import { type Filter, type Lane, lanesOf } from './views/timeline/lanes'
import type { Item, Range } from './views/timeline/layout'
import { momentPanel } from './views/timeline/moment'
import { overview } from './views/timeline/overview'
import { tableElement } from './views/timeline/table'
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
    // Made once: after a failure it is put back.
    page ??= build(looked)
    if (!main.contains(page.element)) main.replaceChildren(page.element)
    page.show(data, looked)
  },
})

function build(first: View) {
  let data: Timeline
  let changes: number[] = []
  let view = first
  /** What lasts is drawn until then: when there was something new, or a minute was over. */
  let present = 0
  let made: { data: Timeline; filter: Filter; present: number; lanes: Lane[] } | undefined
  let chosen: Item['shape'] | undefined
  let told: { chosen: Item['shape'] | undefined; present: number } | undefined
  let tabled: Timeline | undefined
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
    moveToNow() {
      tick()
      moveTo(present)
    },
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
      timeline.lookAt({ from: Math.max(from, to - days * 86_400_000), to })
    },
    table: (isTable) => keep({ isTable }),
    export: exportAs,
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
      // What the eye takes for all of it is.
      view = { ...view, range: range.to - range.from > (to - from) * 0.999 ? null : range }
      small.show(range)
      later()
      showSeen(range)
    },
    moves: (at) => {
      view = { ...view, cursor: at < present ? at : null }
      moment.show(data, at, clock)
      later()
    },
    chooses: choose,
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
  const small = overview(strip, (range) => timeline.lookAt(range ?? whole()))

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
  const tick = () => (present = Math.max(Date.now(), changes.at(-1) ?? 0))
  const whole = () => wholeOf(changes, present)
  const cursor = () => view.cursor ?? present

  function choose(item: Item | undefined): void {
    chosen = item?.shape
    keep({ chosen: item?.key ?? null })
    if (item) actions.announce(item.label)
  }

  function moveTo(at: number): void {
    const { range } = view
    const moved = Math.min(present, Math.max(whole().from, at))
    const isSeen = !range || (moved >= range.from && moved <= range.to)
    keep({
      cursor: moved < present ? moved : null,
      ...(isSeen ? {} : { range: within(around(moved, range.to - range.from), whole()) }),
    })
  }

  function draw(): void {
    const { filter, isTable } = view
    const all = whole()
    if (made?.data !== data || made.filter !== filter || made.present !== present)
      made = { data, filter, present, lanes: lanesOf(data, filter, present) }
    const { lanes } = made
    drawnWidth = left.clientWidth
    const width = Math.max(320, Math.floor(drawnWidth))
    const range = within(view.range ?? all, all)
    element.classList.toggle('tabular', isTable)
    pictures.hidden = isTable
    table.hidden = !isTable
    const shown: Shown = {
      ...{ lanes, whole: all, range, width, clock },
      ...{ cursor: cursor(), now: present, chosen: view.chosen ?? undefined },
    }
    small.draw(lanes, all, width - 2)
    timeline.update(shown)
    small.show(range)
    showSeen(range)
    // Whoever reads it is not disturbed by what does not change it.
    if (tabled !== (isTable ? data : undefined)) {
      tabled = isTable ? data : undefined
      table.replaceChildren(...(isTable ? [tableElement(data, (at) => instantText(Date.parse(at), clock))] : []))
    }
    moment.show(data, cursor(), clock)
    tell()
  }

  /** Of what was chosen. Whoever is in the panel stays there, as near as can be. */
  function tell(): void {
    if (told && told.chosen === chosen && told.present === present) return
    told = { chosen, present }
    const buttons = () => [...about.querySelectorAll<HTMLElement>('button, vscode-button')]
    const index = buttons().findIndex((button) => button === document.activeElement)
    about.replaceChildren(chosen ? chosenPanel({ shape: chosen }, clock, present, chosenActions) : hint())
    buttons()[index]?.focus()
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
    zoomTo: ({ from, to }) => timeline.lookAt(around((from + to) / 2, (to - from) * 1.2)),
    close: () => choose(undefined),
  }

  /** The drawing is not there while the table is shown. */
  function exportAs(kind: Export): void {
    pictures.hidden = false
    void timeline.whole(() => exported(kind, { data, clock, element, drawing })).then(actions.save)
    pictures.hidden = view.isTable
  }

  // The present moves on.
  setInterval(() => {
    tick()
    draw()
  }, 60_000)

  new ResizeObserver(() => void (data && left.clientWidth !== drawnWidth && draw())).observe(left)

  return {
    element,
    show(next: Timeline, looked: View): void {
      const isNew = data !== next
      if (isNew) changes = changesOf(next)
      data = next
      view = looked
      tick()
      title.textContent = l10n.t('Timeline of {0}', data.model)
      drawing.setAttribute('aria-label', l10n.t('Timeline of {0}', data.model))
      strip.setAttribute('aria-label', l10n.t('All of the past in small'))
      summary.textContent = summaryOf(data)
      draw()
      if (!isNew) return
      // What it stands for may have ended since.
      chosen = view.chosen === null ? undefined : (timeline.shapeOf(view.chosen) ?? chosen)
      tell()
    },
  }
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
