import * as l10n from '@vscode/l10n'
import type { ComparedVersions } from './shown'
import { h } from '../../element'
import { apart, number } from '../../format'
import { type CurvesLayout, curvesLayout, nearestValue, panned, zoomed } from './curvesLayout'
import { drawCurves, lookOf } from './drawCurves'
import type { View } from './view'

type Looks = Pick<View, 'smoothing' | 'isLog' | 'steps'>
export interface CurvesActs {
  /** Other steps are in sight now. */
  show(steps: View['steps']): void
}

/** The lines of one metric over the steps: drag to zoom in, keys or buttons to move; the table says the values. */
export function curvesView(acts: CurvesActs) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const cursor = document.createElementNS('http://www.w3.org/2000/svg', 'line')
  const brush = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  for (const [name, value] of Object.entries({ class: 'curves', tabindex: '0', role: 'img', 'data-key': 'curves' }))
    svg.setAttribute(name, value)
  cursor.setAttribute('class', 'cursor')
  brush.setAttribute('class', 'brush')
  const body = h('tbody')
  const stepHead = h('th', { scope: 'col', class: 'number' })
  const heads = h('tr')
  const table = h('table', { class: 'values' }, h('thead', {}, heads), body)
  const element = h(
    'div',
    { class: 'curves' },
    svg,
    h('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': l10n.t('Values') }, table),
  )
  let shown: { data: ComparedVersions; looks: Looks; layout: CurvesLayout } | undefined
  let from: number | undefined

  const xOf = (event: MouseEvent) => event.clientX - svg.getBoundingClientRect().left
  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !shown) return
    from = xOf(event)
    svg.setPointerCapture(event.pointerId)
  })
  svg.addEventListener('pointermove', (event) => {
    if (!shown) return
    const { layout } = shown
    readOut(layout.stepAt(xOf(event)))
    if (from === undefined) return
    const [a, b] = [from, xOf(event)].map((x) => Math.min(layout.right, Math.max(layout.left, x))).sort((x, y) => x - y)
    place(brush, { x: a!, y: layout.top, width: b! - a!, height: layout.bottom - layout.top })
  })
  svg.addEventListener('pointerup', (event) => {
    const start = from
    from = undefined
    brush.remove()
    if (start === undefined || !shown || Math.abs(xOf(event) - start) < 5) return
    const [a, b] = [start, xOf(event)].map(shown.layout.stepAt).sort((x, y) => x - y)
    acts.show([a!, b!])
  })
  svg.addEventListener('pointercancel', () => {
    from = undefined
    brush.remove()
  })
  svg.addEventListener('pointerleave', () => {
    cursor.remove()
    if (shown) readOut(undefined)
  })
  svg.addEventListener('dblclick', () => acts.show(null))
  svg.addEventListener(
    'wheel',
    (event) => {
      if (!shown || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      zoom(event.deltaY < 0 ? 0.8 : 1.25, shown.layout.stepAt(xOf(event)))
    },
    { passive: false },
  )
  svg.addEventListener('keydown', (event) => {
    if (!shown) return
    const { steps, all } = shown.layout
    const keys: Record<string, () => void> = {
      '+': () => zoom(0.6),
      '=': () => zoom(0.6),
      '-': () => zoom(1 / 0.6),
      '0': () => acts.show(null),
      Escape: () => acts.show(null),
      ArrowLeft: () => acts.show(panned(steps, -0.25, all)),
      ArrowRight: () => acts.show(panned(steps, 0.25, all)),
    }
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  })

  function zoom(factor: number, at?: number): void {
    if (!shown) return
    const { steps, all } = shown.layout
    acts.show(zoomed(steps, factor, at ?? (steps[0] + steps[1]) / 2, all))
  }

  /** Says the values at a step, or at the last one. */
  function readOut(step: number | undefined): void {
    const { data, layout } = shown!
    const at = step ?? layout.steps[1]
    stepHead.textContent = l10n.t('At step {0}', number(Math.round(at)))
    if (step !== undefined) {
      const x = layout.xOf(step)
      for (const [name, value] of Object.entries({ x1: x, x2: x, y1: layout.top, y2: layout.bottom }))
        cursor.setAttribute(name, String(value))
      if (!cursor.isConnected) svg.append(cursor)
    }
    const values = data.curves.curves.flatMap((curve) => (curve ? [nearestValue(curve, at)?.value ?? null] : []))
    const texts = apart(values.map((value) => (value === null ? null : { value })))
    for (const [i, cell] of [...body.querySelectorAll('td.at')].entries()) cell.textContent = texts[i] ?? '–'
  }

  return {
    element,
    svg,
    zoom,
    draw(data: ComparedVersions, looks: Looks, width: number): void {
      const { curves, metric } = data.curves
      const height = Math.round(Math.min(380, Math.max(220, width * 0.42)))
      const layout = curvesLayout({ curves, width, height, ...looks })
      shown = { data, looks, layout }
      svg.setAttribute(
        'aria-label',
        l10n.t(
          '{0} step by step; the table below says the values. Keys: + and − zoom, arrows move, 0 shows all.',
          metric ?? '',
        ),
      )
      drawCurves(svg, layout, width, height, data.baseline)
      heads.replaceChildren(
        ...[l10n.t('Column'), l10n.t('Steps'), l10n.t('First'), l10n.t('Best'), l10n.t('Last')].map((text, i) =>
          h('th', { scope: 'col', class: i ? 'number' : '' }, text),
        ),
        stepHead,
      )
      body.replaceChildren(...valuesRows(data))
      readOut(undefined)
    },
  }
}

function valuesRows({ columns, baseline, curves }: ComparedVersions): HTMLElement[] {
  const found = curves.curves.flatMap((curve, column) => (curve ? [{ curve, column }] : []))
  const texts = [
    found.map(({ curve }) => curve.values[0]),
    found.map(({ curve }) => curve.best),
    found.map(({ curve }) => curve.values.at(-1)),
  ].map((values) => apart(values.map((value) => (value === null || value === undefined ? null : { value }))))
  return found.map(({ curve: { count, steps }, column }, i) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, keyOf(lookOf(column, baseline)), ' ', columns[column]!.name),
      [
        count > steps.length ? l10n.t('{0} ({1} drawn)', number(count), number(steps.length)) : number(count),
        ...texts.map((of) => of[i]),
      ].map((text) => h('td', { class: 'number' }, text)),
      h('td', { class: 'number at' }),
    ),
  )
}

/** A piece of the line, as it is drawn. */
function keyOf(look: string): SVGSVGElement {
  const key = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const stroke = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  for (const [name, value] of Object.entries({ class: 'key', width: '28', height: '10', 'aria-hidden': 'true' }))
    key.setAttribute(name, value)
  stroke.setAttribute('class', look)
  stroke.setAttribute('d', 'M0,5H28')
  key.append(stroke)
  return key
}

function place(rect: SVGRectElement, box: Record<string, number>): void {
  for (const [name, value] of Object.entries(box)) rect.setAttribute(name, String(value))
  if (!rect.isConnected) rect.ownerDocument.querySelector('svg.curves')?.append(rect)
}
