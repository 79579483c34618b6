import * as l10n from '@vscode/l10n'
import type { ComparedVersions } from './shown'
import { append, h } from '../../element'
import { number } from '../../format'
import { csvOf, markdownOf, pngOf, svgText } from '../../save'
import { button, checkbox, dropdown, menu } from '../../ui'
import { type Kind, kindsOf } from './kinds'
import { barsOf, mostPanels } from './barsLayout'
import { curvesView } from './curvesView'
import { drawBars } from './drawBars'
import { drawHeat } from './drawHeat'
import { keepingFocus } from './focus'
import { heatOf } from './heatLayout'
import { barsTable, heatTable } from './twins'
import type { View } from './view'

export interface PictureActs {
  looks(): View
  keep(view: Partial<View>): void
  chooseCurve(metric: string): void
  save(saved: { name: string; kind: Kind; content: string }): void
}

const newSvg = (name: string) => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('class', name)
  svg.setAttribute('role', 'img')
  return svg
}

/** Slices, bars and curves, beside or below the table. */
export function pictures(acts: PictureActs) {
  const [heat, bars] = [newSvg('heat'), newSvg('bars')]
  const curves = curvesView({
    show: (steps) => {
      acts.keep({ steps })
      redraw()
    },
  })
  const section = (name: string) => h('section', { class: name, hidden: true })
  const [slices, metrics, steps] = [section('slices'), section('metrics'), section('steps')]
  const element = h('div', { class: 'pictures' }, slices, metrics, steps)
  let shown: ComparedVersions | undefined

  const redraw = () => shown && draw(shown)
  const change = (view: Partial<View>) => {
    acts.keep(view)
    redraw()
  }

  const exports = (name: string, svg: SVGSVGElement, rows: () => unknown[][]) => {
    const content: Record<Kind, () => string | Promise<string>> = {
      svg: () => svgText(svg),
      png: () => pngOf(svg),
      csv: () => csvOf(rows()),
      md: () => markdownOf(rows()),
    }
    const save = async (kind: Kind) => acts.save({ name, kind, content: await content[kind]() })
    return [
      h('span', { class: 'space' }),
      menu(l10n.t('Export…'), kindsOf(['svg', 'png', 'csv', 'md']), (kind) => void save(kind as Kind), {
        ...{ label: l10n.t('Export {0}', name), key: `export ${name}`, class: 'export' },
      }),
    ]
  }

  /** A drawing with the table behind it: one of both is to be seen, the other to be heard. */
  const both = (svg: SVGSVGElement, twin: HTMLElement, label: string) => {
    const { asTables } = acts.looks()
    svg.toggleAttribute('hidden', asTables)
    svg.classList.toggle('gone', asTables)
    return h(
      'div',
      { class: 'wide', tabindex: 0, role: 'region', 'aria-label': label, 'data-key': `wide ${label}` },
      svg,
      h('div', { class: asTables ? '' : 'unseen' }, twin),
    )
  }
  const tablesBox = () => checkbox(l10n.t('Show as Tables'), acts.looks().asTables, (asTables) => change({ asTables }))

  function drawSlices(data: ComparedVersions, width: number): void {
    const found = heatOf(data, acts.looks().heat)
    const { worst, metrics: rows, columns } = data
    const row = worst ? rows[worst.row]! : undefined
    const name = l10n.t('Slices')
    svgLabel(heat, name)
    slices.replaceChildren()
    append(slices, [
      h('h2', {}, name),
      row &&
        worst &&
        h(
          'p',
          { class: 'worst' },
          l10n.t(
            'Worst slice: {0}, with {1} {2} in {3}.',
            row.slice ?? '',
            row.name,
            number(row.values[worst.column]?.value),
            columns[worst.column]!.name,
          ),
        ),
      h(
        'div',
        { class: 'toolbar' },
        dropdown(
          [
            { value: 'change', text: l10n.t('Colour by change') },
            { value: 'value', text: l10n.t('Colour by value') },
          ],
          acts.looks().heat,
          (by) => change({ heat: by === 'value' ? 'value' : 'change' }),
          { label: l10n.t('What the colours say'), key: 'heat' },
        ),
        tablesBox(),
        exports(name, heat, () => heatTable(found, data)),
      ),
      both(heat, tableElement(heatTable(found, data), name), name),
      h(
        'p',
        { class: 'quiet legend' },
        acts.looks().heat === 'change'
          ? l10n.t('▲ better and ▼ worse than {0}; ◀ the worst slice of its column.', columns[data.baseline]!.name)
          : l10n.t('The darker, the larger; ◀ the worst slice of its column.'),
        found.left ? ` ${l10n.t('{0} slices that changed less are in the table only.', found.left)}` : '',
      ),
    ])
    drawHeat(heat, { width, columns: columns.map((column) => column.name), heat: found })
  }

  function drawMetrics(data: ComparedVersions, width: number): void {
    const panels = barsOf(
      data.metrics,
      data.columns.map(({ name }) => name),
      data.baseline,
    )
    const name = l10n.t('Metrics')
    const all = data.metrics.filter(({ slice }) => slice === null).length
    svgLabel(bars, name)
    metrics.replaceChildren(
      h('h2', {}, name),
      h(
        'div',
        { class: 'toolbar' },
        tablesBox(),
        exports(name, bars, () => barsTable(panels)),
      ),
      both(bars, tableElement(barsTable(panels), name), name),
      h(
        'p',
        { class: 'quiet legend' },
        l10n.t('Bars begin at 0; ↑ higher is better, ↓ lower is better, ★ best.'),
        all > mostPanels ? ` ${l10n.t('{0} more metrics are in the table only.', all - mostPanels)}` : '',
      ),
    )
    drawBars(bars, width, panels)
  }

  function drawSteps(data: ComparedVersions, width: number): void {
    const { metrics: names, metric, problems } = data.curves
    const looks = acts.looks()
    const name = l10n.t('Step by Step')
    const slider = h('input', {
      ...{ type: 'range', min: 0, max: 0.99, step: 0.01, value: looks.smoothing, 'data-key': 'smoothing' },
      'aria-label': l10n.t('Smoothing'),
      input: (event) => {
        acts.keep({ smoothing: Number((event.target as HTMLInputElement).value) })
        told.textContent = acts.looks().smoothing.toFixed(2)
        curves.draw(data, acts.looks(), width)
      },
    })
    const told = h('span', { class: 'number quiet' }, looks.smoothing.toFixed(2))
    steps.replaceChildren(
      h('h2', {}, name),
      ...problems.map((text) => h('p', { class: 'problem', role: 'alert' }, text)),
    )
    if (metric === null) return
    steps.append(
      h(
        'div',
        { class: 'toolbar' },
        dropdown(
          names.map((value) => ({ value, text: value })),
          metric,
          acts.chooseCurve,
          { label: l10n.t('Metric'), key: 'curve' },
        ),
        h('label', { class: 'slider' }, l10n.t('Smoothing'), slider, told),
        checkbox(l10n.t('Logarithmic'), looks.isLog, (isLog) => change({ isLog })),
        button('+', () => curves.zoom(0.6), { label: l10n.t('Zoom In') }),
        button('−', () => curves.zoom(1 / 0.6), { label: l10n.t('Zoom Out') }),
        button(l10n.t('All Steps'), () => change({ steps: null }), { disabled: looks.steps === null }),
        exports(name, curves.svg, () => [
          [l10n.t('Column'), l10n.t('step'), metric],
          ...data.columns.flatMap(
            (column, i) =>
              data.curves.curves[i]?.steps.map((step, at) => [column.name, step, data.curves.curves[i]!.values[at]]) ??
              [],
          ),
        ]),
      ),
      curves.element,
      h(
        'p',
        { class: 'quiet legend' },
        l10n.t('Drag to zoom in, double-click to see all; Ctrl and the wheel zoom as well.'),
      ),
    )
    curves.draw(data, looks, width)
  }

  function draw(data: ComparedVersions): void {
    shown = data
    const { metrics: rows, curves } = data
    const drawings: [HTMLElement, boolean, typeof drawSlices][] = [
      [slices, rows.some(({ slice }) => slice !== null), drawSlices],
      [metrics, rows.some(({ slice }) => slice === null), drawMetrics],
      [steps, curves.metrics.length + curves.problems.length > 0, drawSteps],
    ]
    for (const [section, isThere] of drawings) section.toggleAttribute('hidden', !isThere)
    // All of them are measured before any is drawn: that takes one layout.
    const widths = drawings.map(([section]) => widthOf(section))
    keepingFocus(() => {
      for (const [i, [, isThere, drawIt]] of drawings.entries()) if (isThere) drawIt(data, widths[i]!)
    })
  }
  return { element, draw, redraw }
}

const widthOf = (section: HTMLElement): number => Math.max(260, section.clientWidth || 600)

const svgLabel = (svg: SVGSVGElement, name: string) =>
  svg.setAttribute('aria-label', l10n.t('{0}, drawn; the same is in the table behind it.', name))

function tableElement([heads = [], ...rows]: unknown[][], name: string): HTMLElement {
  const said = (value: unknown) => (value === null || value === undefined ? '' : String(value as string))
  return h(
    'table',
    {},
    h('caption', { class: 'unseen' }, name),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        heads.map((head) => h('th', { scope: 'col' }, said(head))),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map(([first, ...cells]) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, said(first)),
          cells.map((cell) => h('td', {}, said(cell))),
        ),
      ),
    ),
  )
}
