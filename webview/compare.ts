import * as l10n from '@vscode/l10n'
import { type ComparedVersions, withChanges } from './views/compare/shown'
import type { SubjectOf } from '../src/protocol'
import { h } from './element'
import { type Actions, startPage } from './page'
import { csvOf, markdownOf } from './save'
import { afterPicture } from './views/compare/afterPicture'
import { commitsSection } from './views/compare/commits'
import { frame } from './views/compare/frame'
import { pictures } from './views/compare/pictures'
import { printed } from './views/compare/printed'
import { type Row, rowsOf } from './views/compare/rows'
import { compareTable } from './views/compare/table'
import { linesOf } from './views/compare/tableLayout'
import { tableText } from './views/compare/tableText'
import { usualView, type View } from './views/compare/view'

type Subject = SubjectOf<'compare'>

let parts: ReturnType<typeof build> | undefined
let looks: View = usualView
let shown: { subject: Subject; data: ComparedVersions; rows: readonly Row[]; main: HTMLElement } | undefined

const actions: Actions<'compare', View> = startPage<'compare', View>('compare', {
  draw({ main, subject, data: told, view }) {
    const data = withChanges(told)
    if (!parts || !main.contains(parts.element)) {
      looks = { ...usualView, ...view }
      parts = build()
      main.replaceChildren(parts.element)
      shown = undefined
    }
    const isFirst = !shown
    shown = { subject, data, rows: rowsOf(data), main }
    drawTable()
    if (isFirst) parts.table.scrollTo(looks.top, looks.left)
    drawBelow(isFirst)
  },
  ran(command, answer) {
    const subject = answer as Subject | null
    if (command === 'pedigree.compare' && Array.isArray(subject?.columns)) actions.ask(subject)
  },
})

function keep(view: Partial<View>): void {
  looks = { ...looks, ...view }
  actions.keep(view)
}

function change(view: Partial<View>): void {
  keep(view)
  drawTable()
}

const toggled = (list: readonly string[], one: string) =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one]

function build() {
  const above = frame({
    looks: () => looks,
    change,
    compareWith,
    add: () => actions.run('pedigree.compare', { ...asked(), add: true }),
    openAsText: () => actions.run('pedigree.diffRecords', { references: columnsNow().map(({ name }) => name) }),
    export: exportTable,
  })
  const table = compareTable({
    show: (column) => actions.run('pedigree.showVersion', { reference: shown!.data.columns[column]!.name }),
    compareWith,
    move,
    remove,
    pin: (key) => change({ pinned: toggled(looks.pinned, key) }),
    hide(key) {
      change({ hidden: [...looks.hidden, key], pinned: looks.pinned.filter((other) => other !== key) })
      actions.announce(l10n.t('Hidden. “Show Hidden” brings it back.'))
    },
    fold: (part) => change({ closed: toggled(looks.closed, part) }),
    openDiff(column, path) {
      const { columns, baseline } = shown!.data
      actions.run('pedigree.diffFile', { left: columns[baseline]!.name, right: columns[column]!.name, path })
    },
    scrolled: (top, left) => keep({ top, left }),
  })
  const charts = pictures({
    looks: () => looks,
    keep,
    chooseCurve: (curve) => {
      keep({ steps: null })
      actions.ask({ ...shown!.subject, curve })
    },
    save: actions.save,
  })
  const nothing = h('p', { class: 'nothing quiet' })
  const legend = h('p', { class: 'quiet legend' })
  const code = h('div')
  const sheet = h('div', { class: 'sheet' }, table.element, nothing, legend, code)
  const element = h('div', { class: 'comparison' }, above.element, h('div', { class: 'both' }, sheet, charts.element))
  return { element, above, table, charts, nothing, legend, code }
}

window.addEventListener('resize', () => {
  if (!shown || !parts?.element.isConnected) return
  drawTable()
  parts.charts.redraw()
})
window.addEventListener('scroll', () => {
  if (parts?.element.isConnected) keep({ page: window.scrollY })
})

/** The columns that were asked for; the baseline may be beside them. */
const columnsNow = () => shown!.data.columns.filter(({ isExtra }) => !isExtra)
const asked = (): Subject => ({ ...shown!.subject, columns: columnsNow().map(({ reference }) => reference) })

/** What comes after the table, which is to be seen first: in a new tab, or where there is much. */
function drawBelow(isFirst: boolean): void {
  const { metrics, columns } = shown!.data
  const { page } = looks
  const draw = () => {
    const { data } = shown!
    parts!.code.replaceChildren(commitsSection(data, (url) => actions.open(url)))
    parts!.charts.draw(data)
    if (isFirst && page) window.scrollTo(0, page)
  }
  if (isFirst || metrics.length * columns.length > 2000) afterPicture(() => shown && draw())
  else draw()
}

function drawTable(): void {
  const { data } = shown!
  const lines = linesOf(shown!.rows, looks)
  const count = lines.filter(({ kind }) => kind === 'row').length
  parts!.above.draw(data)
  parts!.table.draw(data, lines)
  parts!.nothing.hidden = lines.some((line) => line.kind === 'row' && !line.isPinned)
  parts!.nothing.textContent = looks.search ? l10n.t('No row is called that.') : l10n.t('Nothing differs.')
  parts!.legend.textContent = [
    l10n.t(
      '▲ better, ▼ worse, = the same, ≠ not comparable, ≈ within the uncertainty, ★ best; ↑ higher is better, ↓ lower is better, ? assumed.',
    ),
    ...data.problems,
    data.unlisted ? l10n.t('{0} files that are the same in all columns are not listed.', data.unlisted) : '',
  ]
    .filter(Boolean)
    .join(' ')
  if (looks.search) actions.announce(l10n.t('{0} rows', count))
}

function compareWith(column: number): void {
  const { columns } = shown!.data
  actions.announce(l10n.t('Compared with {0}', columns[column]!.name))
  actions.ask({ ...asked(), baseline: columns[column]!.reference })
}

/** Column numbers count the extra baseline, which stays first. */
function move(from: number, to: number): void {
  const { columns } = shown!.data
  const references = columns.map(({ reference }) => reference)
  const [moved] = references.splice(from, 1)
  references.splice(to, 0, moved!)
  const kept = new Set(columnsNow().map(({ reference }) => reference))
  actions.announce(l10n.t('{0} is column {1} now', columns[from]!.name, to + 1))
  const baseline = columns[shown!.data.baseline]!.reference
  actions.ask({ ...asked(), columns: references.filter((reference) => kept.has(reference)), baseline })
}

function remove(column: number): void {
  const { reference, name } = shown!.data.columns[column]!
  const { columns, baseline } = asked()
  actions.announce(l10n.t('{0} is removed', name))
  const rest = columns.filter((other) => other !== reference)
  actions.ask({ ...asked(), columns: rest, baseline: baseline === reference ? undefined : baseline })
}

function exportTable(kind: 'csv' | 'md' | 'html'): void {
  const { data, rows, main } = shown!
  const lines = linesOf(rows, { ...looks, closed: [] })
  const seen = lines.flatMap((line) => (line.kind === 'row' ? [line.row] : []))
  const texts = tableText(data, seen)
  const content = kind === 'csv' ? csvOf(texts) : kind === 'md' ? markdownOf(texts) : printed(main, data, lines)
  actions.save({ name: data.columns.map(({ name }) => name).join(' '), kind, content })
}
