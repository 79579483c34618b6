import * as l10n from '@vscode/l10n'
import type { CardFacts } from '../../../src/core/card/card'
import type { Metric } from '../../../src/core/metric'
import { type Child, h } from '../../element'
import { number } from '../../format'
import { partOf, type SliceChart, sliceCharts } from './slices'

/** What makes two measurements the same one; core's own would bring all that checks events along. */
const metricKey = ({ name, slice = '', dataset = '' }: Metric) => JSON.stringify([name, slice, dataset])

/** How many metrics a table has. */
const listed = 200

/** What was measured on the whole data: with how uncertain it is, and how it differs from the baseline. */
export function metricTable({ metrics, baseline, directions }: CardFacts): Child {
  const overall = metrics.filter(({ slice }) => !slice)
  if (!overall.length) return undefined
  const before = new Map(baseline?.metrics.map((metric) => [metricKey(metric), metric]))
  const level = commonLevel(overall)
  const datasets = overall.some(({ dataset }) => dataset)
  const counted = overall.some(({ n }) => n !== undefined)
  return h(
    'div',
    { class: 'wide', tabindex: 0, role: 'group', 'aria-label': l10n.t('Metrics') },
    h(
      'table',
      { class: 'metrics' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, l10n.t('Metric')),
          h('th', { scope: 'col', class: 'number' }, l10n.t('Value')),
          h('th', { scope: 'col', class: 'number' }, level ? l10n.t('{0} % interval', level) : l10n.t('Interval')),
          counted && h('th', { scope: 'col', class: 'number' }, 'n'),
          datasets && h('th', { scope: 'col' }, l10n.t('Data')),
          baseline && h('th', { scope: 'col', class: 'number' }, l10n.t('vs {0}', baseline.reference)),
        ),
      ),
      h(
        'tbody',
        {},
        overall
          .slice(0, listed)
          .map((metric) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, metric.name),
              h('td', { class: 'number' }, number(metric.value)),
              h('td', { class: 'number quiet' }, intervalOf(metric, level)),
              counted && h('td', { class: 'number' }, metric.n === undefined ? '–' : metric.n.toLocaleString()),
              datasets && h('td', { class: 'dataset', title: metric.dataset }, metric.dataset ?? ''),
              baseline && change(metric, before.get(metricKey(metric)), directions[metric.name]),
            ),
          ),
      ),
    ),
    overall.length > listed && h('p', { class: 'quiet' }, l10n.t('And {0} more.', overall.length - listed)),
  )
}

/** In percent, where every interval has the same. */
function commonLevel(metrics: readonly Metric[]): number | undefined {
  const levels = new Set(metrics.flatMap(({ interval }) => (interval ? [interval.level] : [])))
  const [level] = levels
  return levels.size === 1 && level !== undefined ? percentOf(level) : undefined
}
const percentOf = (level: number) => Math.round(level * 1000) / 10

function intervalOf({ interval }: Metric, common: number | undefined): string {
  if (!interval) return ''
  const bounds = `${number(interval.lower)} … ${number(interval.upper)}`
  return interval.level === undefined || common !== undefined ? bounds : `${bounds} (${percentOf(interval.level)} %)`
}

/** How much more or less it is, and whether that is good: said, not by the colour alone. */
function change(metric: Metric, before: Metric | undefined, direction: 'higher' | 'lower' | undefined): Child {
  if (!before) return h('td', { class: 'number quiet' }, '–')
  if (typeof metric.value !== 'number' || typeof before.value !== 'number')
    return h('td', { class: 'number' }, number(before.value))
  const difference = metric.value - before.value
  if (difference === 0) return h('td', { class: 'number quiet' }, l10n.t('same'))
  const isBetter = direction && difference > 0 === (direction === 'higher')
  const word = direction ? (isBetter ? l10n.t('better') : l10n.t('worse')) : ''
  const sign = difference > 0 ? '+' : '−'
  return h(
    'td',
    { class: `number ${direction ? (isBetter ? 'better' : 'worse') : ''}` },
    `${sign}${number(Math.abs(difference))} ${word}`,
  )
}

/** Each metric that was measured on slices: the slices along one scale, the worst on top. */
export function sliceFigures({ metrics, directions }: CardFacts): Child[] {
  const charts = sliceCharts(metrics, directions)
  const shown = charts.slice(0, 6).map(figure)
  return charts.length > 6 ? [...shown, h('p', { class: 'quiet' }, l10n.t('And {0} more.', charts.length - 6))] : shown
}

function figure(chart: SliceChart): Child {
  const counted = chart.rows.some(({ n }) => n !== undefined)
  const name = chart.by === undefined ? chart.metric : l10n.t('{0} by {1}', chart.metric, chart.by)
  const overall = chart.overall === undefined ? '' : l10n.t('{0} overall', number(chart.overall))
  return h(
    'div',
    { class: 'wide', tabindex: 0, role: 'group', 'aria-label': l10n.t('Slices of {0}', chart.metric) },
    h(
      'table',
      { class: 'slices' },
      h('caption', {}, name, overall && h('span', { class: 'quiet' }, ` · ${overall}`)),
      h(
        'colgroup',
        {},
        ['names', 'tracks', 'values', ...(counted ? ['counts'] : [])].map((name) => h('col', { class: name })),
      ),
      h(
        'thead',
        { class: 'unseen' },
        h(
          'tr',
          {},
          [l10n.t('Slice'), l10n.t('Place on the scale'), l10n.t('Value'), ...(counted ? ['n'] : [])].map((text) =>
            h('th', { scope: 'col' }, text),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        chart.rows.map((row) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row', title: row.slice }, h('span', {}, row.name)),
            h('td', { class: 'track' }, track(chart, row)),
            h('td', { class: 'number' }, number(row.value)),
            counted && h('td', { class: 'number count' }, row.n === undefined ? '' : `n ${row.n.toLocaleString()}`),
          ),
        ),
      ),
    ),
    chart.left > 0 && h('p', { class: 'quiet' }, l10n.t('And {0} more slices.', chart.left)),
  )
}

/** A dot where the value is, a bar as wide as it is uncertain, a line for the whole. */
function track(chart: SliceChart, { value, lower, upper }: SliceChart['rows'][number]): Element {
  const percent = (of: number) => `${(2 + partOf(chart, of) * 96).toFixed(2)}%`
  const line = (name: string, x1: string, y1: number, x2: string, y2: number) =>
    svg('line', { class: name, x1, y1, x2, y2 })
  return svg(
    'svg',
    { class: 'scale', height: 18, 'aria-hidden': 'true', focusable: 'false' },
    line('ground', '0%', 9, '100%', 9),
    ...(chart.overall === undefined ? [] : [line('overall', percent(chart.overall), 1, percent(chart.overall), 17)]),
    ...(lower === undefined || upper === undefined ? [] : [line('interval', percent(lower), 9, percent(upper), 9)]),
    svg('circle', { class: 'value', cx: percent(value), cy: 9, r: 4 }),
  )
}

function svg(name: string, attributes: Record<string, string | number>, ...children: Element[]): Element {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  element.append(...children)
  return element
}
