import * as l10n from '@vscode/l10n'
import type { Timeline } from '../src/core/timeline/timeline'
import { startPage } from './page'
import { aboutPanel } from './views/timeline/about'
import { around, changesOf, wholeOf, within } from './views/timeline/bounds'
import type { ChosenActions } from './views/timeline/chosen'
import type { ControlActions } from './views/timeline/controls'
import { type Export, exported } from './views/timeline/export'
import { frame } from './views/timeline/frame'
import { type Filter, type Lane, lanesOf } from './views/timeline/lanes'
import type { Item } from './views/timeline/layout'
import { fresh, type Looks } from './views/timeline/looks'
import { momentPanel } from './views/timeline/moment'
import { overview } from './views/timeline/overview'
import { type Shown, timelineView } from './views/timeline/view'

type Page = ReturnType<typeof build>
let page: Page | undefined

const actions = startPage<'timeline', Looks>('timeline', {
  draw({ main, subject, data, view }) {
    const looked: Looks = { ...fresh, ...view }
    const { at } = subject
    // Asked for another moment than before.
    if (at !== undefined && at !== looked.asked) Object.assign(looked, { cursor: Date.parse(at), asked: at })
    // Made once: after a failure it is put back.
    page ??= build(looked)
    if (!main.contains(page.element)) main.replaceChildren(page.element)
    page.show(data, looked)
  },
})

function build(first: Looks) {
  let data: Timeline
  let changes: number[] = []
  let view = first
  /** What lasts is drawn until then: when there was something new, or a minute was over. */
  let present = 0
  let made: { data: Timeline; filter: Filter; present: number; lanes: Lane[] } | undefined
  let chosen: Item['shape'] | undefined
  let drawnWidth = 0
  const clock = { language: document.documentElement.lang || 'en' }
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
  const about = aboutPanel(clock, chosenActions)
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
  const sheet = frame(view, clock, act, [moment.element, about.element])
  const { element, drawing, strip, pictures, left } = sheet

  const timeline = timelineView(drawing, {
    looks: (range) => {
      const { from, to } = whole()
      // What the eye takes for all of it is.
      view = { ...view, range: range.to - range.from > (to - from) * 0.999 ? null : range }
      small.show(range)
      later()
      sheet.showSeen(range)
    },
    moves: (at) => {
      view = { ...view, cursor: at < present ? at : null }
      moment.show(data, at, clock)
      later()
    },
    chooses: choose,
    points: sheet.point,
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

  function keep(change: Partial<Looks>): void {
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
    sheet.showTable(data, isTable)
    const shown: Shown = {
      ...{ lanes, whole: all, range, width, clock },
      ...{ cursor: cursor(), now: present, chosen: view.chosen ?? undefined },
    }
    small.draw(lanes, all, width - 2)
    timeline.update(shown)
    small.show(range)
    sheet.showSeen(range)
    moment.show(data, cursor(), clock)
    about.show(chosen, present)
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
    show(next: Timeline, looked: Looks): void {
      const isNew = data !== next
      if (isNew) changes = changesOf(next)
      data = next
      view = looked
      tick()
      sheet.entitle(data)
      draw()
      if (!isNew) return
      // What it stands for may have ended since.
      chosen = view.chosen === null ? undefined : (timeline.shapeOf(view.chosen) ?? chosen)
      about.show(chosen, present)
    },
  }
}
