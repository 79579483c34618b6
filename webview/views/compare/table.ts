import * as l10n from '@vscode/l10n'
import { select } from 'd3-selection'
import type { ComparedVersions } from './shown'
import { h } from '../../element'
import { afterPicture } from './afterPicture'
import { keepingFocus } from './focus'
import { type HeadingActs, headings } from './heading'
import { type RowActs, rowElement, partElement } from './rowElement'
import { type Line, windowOf } from './tableLayout'

export interface TableActs extends HeadingActs, RowActs {
  scrolled(top: number, left: number): void
}

/** The table: its first row and column stay in sight, and of many rows only those in sight are drawn. */
export function compareTable(acts: TableActs) {
  const columns = h('colgroup')
  const heads = h('tr')
  const body = h('tbody')
  const table = h('table', { class: 'compare' }, columns, h('thead', {}, heads), body)
  const element = h(
    'div',
    { class: 'scroller', tabindex: '0', role: 'region', 'data-key': 'table', scroll: () => scrolled() },
    table,
  )
  let shown: { data: ComparedVersions; lines: readonly Line[]; words: string } | undefined
  let height = 28
  let drawnFrom = -1
  /** So many columns have their cells: at first those in sight, and all of them once those are seen. */
  let filled = Infinity
  const texts = new WeakMap<HTMLElement, string>()

  function scrolled(): void {
    acts.scrolled(element.scrollTop, element.scrollLeft)
    if (!shown) return
    const [from] = windowOf(shown.lines.length, height, element.scrollTop, element.clientHeight)
    if (Math.abs(from - drawnFrom) >= 10 || (from === 0 && drawnFrom > 0)) drawBody(sight())
  }

  /** Asked for before anything is drawn: after it, the answer takes a layout. */
  const sight = () => ({ top: element.scrollTop, tall: element.clientHeight || 800 })

  function drawBody({ top, tall }: ReturnType<typeof sight>): void {
    const { data, lines, words } = shown!
    const [from, to] = windowOf(lines.length, height, top, tall)
    drawnFrom = from
    const spacer = (key: string, count: number): Drawn => ({
      key,
      text: `${count} ${height}`,
      make: () => spacerElement(count * height),
    })
    const drawn: Drawn[] = [
      ...(from > 0 ? [spacer('space before', from)] : []),
      ...lines.slice(from, to).map((line, i): Drawn => {
        const at = from + i
        return {
          key: line.key,
          text: `${at} ${filled} ${words} ${JSON.stringify(line)}`,
          make: () =>
            line.kind === 'part'
              ? partElement(line, data.columns.length, at + 2, acts)
              : rowElement(line.row, line.isPinned, data, at + 2, acts, filled),
        }
      }),
      ...(to < lines.length ? [spacer('space after', lines.length - to)] : []),
    ]
    keepingFocus(() => join(body, drawn, texts))
  }

  return {
    element,
    draw(data: ComparedVersions, lines: readonly Line[]): void {
      const width = element.clientWidth
      const seen = sight()
      const inSight = Math.ceil(width / (width < tight ? narrowest.tight : narrowest.usual))
      if (!shown && data.columns.length > inSight) {
        filled = inSight
        afterPicture(() => {
          filled = Infinity
          drawBody(sight())
        })
      }
      shown = { data, lines, words: data.columns.map(({ id }) => id).join(' ') + data.baseline }
      keepingFocus(() => {
        table.setAttribute('aria-rowcount', String(lines.length + 1))
        element.setAttribute('aria-label', l10n.t('What is compared, row by row'))
        table.classList.toggle('narrow', (width - firstColumn) / data.columns.length < roomy)
        table.classList.toggle('tight', width > 0 && width < tight)
        table.style.setProperty('--columns', String(data.columns.length))
        columns.replaceChildren(h('col', { class: 'first' }), ...data.columns.map(() => h('col')))
        heads.replaceChildren(
          h('th', { class: 'corner', scope: 'col' }, h('span', { class: 'unseen' }, l10n.t('Row'))),
          ...headings(data, acts),
        )
      })
      drawBody(seen)
      const row = body.querySelector<HTMLElement>('tr.row')
      if (row?.offsetHeight && row.offsetHeight !== height) {
        height = row.offsetHeight
        drawBody(sight())
      }
    },
    scrollTo(top: number, left: number): void {
      if (!top && !left) return
      element.scrollTo({ top, left })
      drawBody(sight())
    },
  }
}

/** In pixels: how wide the first column is, and how wide others are where there is room for intervals. */
const [firstColumn, roomy] = [260, 255]
/** In pixels: what is narrower shows two columns only if their rows are two lines high. */
const tight = 640

/** In pixels: no column of values is narrower. */
const narrowest = { tight: 140, usual: 205 }

/** Something to draw; it is drawn anew when `text` is another one. */
interface Drawn {
  key: string
  text: string
  make(): HTMLElement
}

function join(body: HTMLElement, drawn: readonly Drawn[], texts: WeakMap<HTMLElement, string>): void {
  select(body)
    .selectAll<HTMLElement, Drawn>(':scope > tr')
    .data(drawn, (one) => one.key)
    .join(
      (enter) =>
        enter
          .append(({ make }) => make())
          .each(function ({ text }) {
            texts.set(this, text)
          }),
      (update) =>
        update
          .filter(function ({ text }) {
            return texts.get(this) !== text
          })
          .each(function (one) {
            const made = one.make()
            const { className, title } = made
            this.replaceChildren(...made.childNodes)
            Object.assign(this, { className, title })
            for (const { name, value } of made.attributes) this.setAttribute(name, value)
            texts.set(this, one.text)
          }) && update,
    )
    .order()
}

function spacerElement(height: number): HTMLElement {
  const cell = h('td')
  cell.style.setProperty('height', `${height}px`)
  return h('tr', { class: 'spacer', 'aria-hidden': 'true' }, cell)
}
