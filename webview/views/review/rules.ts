import * as l10n from '@vscode/l10n'
import { type Child, h } from '../../element'
import { number, when } from '../../format'
import { drawTrend } from './drawTrend'
import { icon, newDrawing } from './icon'
import type { Review, Rule, Series } from './reviewed'
import { misses, roomOf, small, trendOf } from './trend'
import { outcomeWord, ruleName, v } from './words'

export interface RulesView {
  open: ReadonlySet<string>
  toggle(rule: string, isOpen: boolean): void
  saveDrawing(svg: SVGSVGElement, name: string, kind: 'svg' | 'png'): void
  visit(url: string): void
}

/** The rules of the gate, each of which opens to show all there is to know of it. */
export const ruleList = ({ gate, candidate }: Review, view: RulesView): Child =>
  gate && [
    h(
      'div',
      { class: 'rule heads', 'aria-hidden': 'true' },
      h('span'),
      h('span', {}, l10n.t('Rule')),
      h('span', {}, l10n.t('Found')),
      h('span', {}, l10n.t('Expected')),
      h('span', {}, l10n.t('History')),
      h('span'),
    ),
    h(
      'ol',
      { class: 'rules' },
      gate.rules.map((rule) => h('li', {}, ruleRow(rule, candidate.version, view))),
    ),
  ]

function ruleRow(rule: Rule, version: number, view: RulesView): HTMLElement {
  const { passed, actual, expected, baseline } = rule
  const details = h(
    'details',
    { class: passed ? 'passed' : 'failed', open: view.open.has(rule.rule) },
    h(
      'summary',
      { class: 'rule', 'data-focus': rule.rule, title: rule.rule },
      h(
        'span',
        { class: `mark ${passed ? 'good' : 'bad'}` },
        icon(passed ? 'pass' : 'fail'),
        h('span', { class: 'unseen' }, passed ? l10n.t('Passed:') : l10n.t('Failed:')),
      ),
      h('span', { class: 'name' }, ruleName(rule)),
      h('span', { class: 'found' }, actual, baseline && h('span', { class: 'against quiet' }, baseline)),
      h('span', { class: 'asked quiet' }, expected),
      h('span', { class: 'past' }, trendCell(rule)),
      icon('open'),
    ),
  )
  // What is not looked at is not drawn.
  const fill = () => {
    if (details.open && details.childElementCount === 1) details.append(ruleDetails(rule, version, view))
  }
  fill()
  details.addEventListener('toggle', () => {
    fill()
    view.toggle(rule.rule, details.open)
  })
  return details
}

const hasValue = ({ points }: Series): boolean => points.some(({ value }) => value !== null)

/** How it stood before, at a glance; the details say it in words. */
function trendCell({ series, checks, earlier }: Rule): Child {
  if (series && hasValue(series)) {
    const svg = newDrawing()
    svg.setAttribute('aria-hidden', 'true')
    drawTrend(svg, trendOf(series, small), false)
    return svg
  }
  const results = checks.length
    ? latestOfEach(checks).map(({ result }) => result === 'pass')
    : earlier.map(({ passed }) => passed)
  return h(
    'span',
    { class: 'dots', 'aria-hidden': 'true' },
    results
      .slice(0, 12)
      .toReversed()
      .map((isPass) => icon(isPass ? 'pass' : 'fail')),
  )
}

/** Newest versions first, the last result of each. */
const latestOfEach = (checks: Rule['checks']): Rule['checks'] =>
  checks
    .filter((check, i) => checks.findIndex(({ version }) => version === check.version) === i)
    .sort((a, b) => b.version - a.version)

function ruleDetails(rule: Rule, version: number, view: RulesView): HTMLElement {
  const { message, series, checks, earlier, parts, measured } = rule
  return h(
    'div',
    { class: 'details' },
    h('p', { class: 'message' }, message),
    series && hasValue(series) && trendDetails(rule, series, view),
    parts.length > 0 && [
      h('h4', {}, l10n.t('Measurements')),
      partsTable(rule),
      measured > parts.length &&
        h('p', { class: 'quiet' }, l10n.t('{0} more are in the report.', measured - parts.length)),
    ],
    checks.length > 0 && [h('h4', {}, l10n.t('Reported so far')), checksTable(checks, view)],
    earlier.length > 0 && [h('h4', {}, l10n.t('When {0} was asked before', v(version))), earlierTable(earlier)],
    h('p', { class: 'quiet' }, l10n.t('In the policy:'), ' ', h('code', {}, rule.rule)),
  )
}

function trendDetails(rule: Rule, series: Series, view: RulesView): Child {
  const svg = newDrawing()
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', l10n.t('{0} over the last versions; the table below says the same.', ruleName(rule)))
  const drawing = h('div', { class: 'drawing' }, svg)
  const fit = (width: number) => drawTrend(svg, trendOf(series, roomOf(width)), true)
  fit(640)
  // As wide as there is room, whenever that changes.
  new ResizeObserver(() => fit(drawing.clientWidth)).observe(drawing)
  const name = `${ruleName(rule)} ${l10n.t('over versions')}`
  const save = (kind: 'svg' | 'png') =>
    h('button', { class: 'plain link', click: () => view.saveDrawing(svg, name, kind) }, kind.toUpperCase())
  const heads = { value: l10n.t('Value'), worst: l10n.t('Worst value'), gap: l10n.t('Gap') }
  return [
    h('h4', {}, l10n.t('Over the last versions')),
    drawing,
    h(
      'p',
      { class: 'key quiet' },
      keyOf(series).join(' · '),
      h('span', { class: 'controls' }, save('svg'), save('png')),
    ),
    h(
      'details',
      { class: 'values' },
      h('summary', {}, l10n.t('Show as Table')),
      table(
        [l10n.t('Version'), heads[series.of], l10n.t('Has been in the stage')],
        series.points
          .toReversed()
          .map(({ version, value, held }) => [
            v(version),
            value === null ? l10n.t('not measured') : number(value),
            held ? l10n.t('yes') : '',
          ]),
        [1],
      ),
    ),
  ]
}

/** What the signs in the drawing mean, as far as there are any. */
function keyOf({ points, bounds }: Series): string[] {
  const last = points.at(-1)?.value
  return [
    ...(points.some(({ held }) => held) ? [l10n.t('◆ has been in the stage')] : []),
    ...(typeof last === 'number' && misses(last, bounds) ? [l10n.t('▲ fails')] : []),
    ...(bounds.length ? [l10n.t('╌╌ what is asked for')] : []),
  ]
}

const partsTable = ({ parts }: Rule): HTMLElement => {
  const hasData = parts.some(({ dataset }) => dataset !== undefined)
  const hasBase = parts.some(({ baseline }) => baseline !== undefined)
  return h(
    'div',
    { class: 'scrolling', tabindex: 0, role: 'region', 'aria-label': l10n.t('Measurements') },
    table(
      [
        '',
        l10n.t('Slice'),
        ...(hasData ? [l10n.t('Dataset')] : []),
        l10n.t('Found'),
        ...(hasBase ? [l10n.t('Compared with')] : []),
      ],
      parts.map(({ passed, slice, dataset, actual, baseline }) => [
        mark(passed),
        slice ?? l10n.t('all of the data'),
        ...(hasData ? [dataset ?? ''] : []),
        actual,
        ...(hasBase ? [baseline ?? ''] : []),
      ]),
    ),
  )
}

const checksTable = (checks: Rule['checks'], view: RulesView): HTMLElement =>
  table(
    [l10n.t('Version'), l10n.t('Result'), l10n.t('When'), l10n.t('By'), l10n.t('Note')],
    checks
      .slice(0, 30)
      .map(({ version, result, at, by, note, url }) => [
        v(version),
        mark(result === 'pass'),
        when(at),
        by,
        [note, note && url && ' ', link(url, view)],
      ]),
  )

const earlierTable = (earlier: Rule['earlier']): HTMLElement =>
  table(
    [l10n.t('When'), l10n.t('Rule'), l10n.t('Found'), l10n.t('Promotion')],
    earlier.map(({ at, passed, actual, outcome }) => [when(at), mark(passed), actual, outcomeWord(outcome)]),
  )

/** Only what the browser may open is a link. */
export const link = (url: string | null | undefined, { visit }: Pick<RulesView, 'visit'>): Child =>
  url &&
  (/^https:\/\//i.test(url)
    ? h('button', { class: 'plain link url', title: url, 'data-focus': url, click: () => visit(url) }, hostOf(url))
    : h('span', { class: 'quiet url', title: url }, url))

function hostOf(url: string): string {
  try {
    return new URL(url).host
  } catch {
    return url
  }
}

export const mark = (passed: boolean): HTMLElement =>
  h(
    'span',
    { class: `mark ${passed ? 'good' : 'bad'}` },
    icon(passed ? 'pass' : 'fail'),
    passed ? l10n.t('passed') : l10n.t('failed'),
  )

/** Columns of numbers are aligned at their ends. */
export const table = (
  heads: readonly string[],
  rows: readonly (readonly Child[])[],
  numbers: readonly number[] = [],
): HTMLElement => {
  const isNumber = (i: number) => (numbers.includes(i) ? 'number' : undefined)
  return h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        heads.map((head, i) => (head ? h('th', { scope: 'col', class: isNumber(i) }, head) : h('td'))),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((cells) =>
        h(
          'tr',
          {},
          cells.map((cell, i) => h('td', { class: isNumber(i) }, cell)),
        ),
      ),
    ),
  )
}
