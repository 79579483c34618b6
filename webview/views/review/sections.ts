import * as l10n from '@vscode/l10n'
import type { FromPage, PageCommand } from '../../../src/protocol'
import { type Child, h } from '../../element'
import { number, percent, when } from '../../format'
import { cardWords, isComplete } from './cardWords'
import { effectOf } from './choices'
import { icon } from './icon'
import type { Review, Versus } from './reviewed'
import { link, table } from './rules'
import { outcomeWord, share, v, valueTexts } from './words'

// The parts of the page around the gate.

export interface SectionsView {
  run(command: PageCommand, args: Extract<FromPage, { type: 'run' }>['args']): void
  visit(url: string): void
  trusted: boolean
}

export const effectSection = (review: Review, percent: number): Child => [
  h('h2', {}, l10n.t('What Would Change')),
  h(
    'ul',
    { class: 'effect' },
    effectOf(review, percent).map((sentence) => h('li', {}, sentence)),
  ),
]

export function versusSection(review: Review, { run }: SectionsView): Child {
  const { versus, candidate, stage } = review
  if (!versus)
    return [
      h('h2', {}, l10n.t('Comparison')),
      h('p', { class: 'quiet' }, l10n.t('There is no other version in {0} to compare with.', stage)),
    ]
  const { base, holds, isEarlier, metrics, more } = versus
  const columns = [candidate, base].map(({ model, version }) => `${model}@${version}`)
  const compare = () => run('pedigree.compare', { columns, baseline: columns[1]! })
  return [
    h(
      'h2',
      {},
      isEarlier
        ? l10n.t('Beside {0}, Which Held {1} Before', v(base.version), holds)
        : l10n.t('Beside {0}, Which Holds {1}', v(base.version), holds),
      h('button', { class: 'plain link', 'data-focus': 'compare', click: compare }, l10n.t('Compare All')),
    ),
    metrics.length > 0
      ? table(
          [l10n.t('Metric'), v(base.version), v(candidate.version), l10n.t('Change')],
          metrics.map((metric) => [
            [
              h('span', { class: metric.isAsked ? 'asked-for' : '' }, metric.name),
              metric.dataset && h('span', { class: 'quiet' }, ` ${shortened(metric.dataset)}`),
            ],
            ...valueTexts(metric),
            changeCell(metric),
          ]),
          [1, 2],
        )
      : h('p', { class: 'quiet' }, l10n.t('Neither has a metric of all of its data.')),
    h('p', { class: 'quiet' }, tallies(versus, more)),
    h('ul', { class: 'differing' }, versus.differing.map(differingItem)),
  ]
}

const shortened = (dataset: string): string => (dataset.length > 24 ? `${dataset.slice(0, 20)}…` : dataset)

function changeCell({ value, base, verdict, direction, isAssumed }: Versus['metrics'][number]): Child {
  switch (verdict) {
    case 'new':
      return h('span', { class: 'quiet' }, l10n.t('new'))
    case 'gone':
      return h('span', { class: 'quiet' }, l10n.t('not measured'))
    case 'incomparable':
      return h('span', { class: 'quiet' }, l10n.t('not comparable'))
    case 'same':
      return h('span', { class: 'quiet' }, l10n.t('no change'))
    default: {
      const change = Number(value) - Number(base)
      const part = change / Math.abs(Number(base))
      // Of what is no finite number the values say all there is.
      const amount = Number.isFinite(change) ? `${change > 0 ? '+' : '−'}${number(Math.abs(change))}` : ''
      const relative = Number.isFinite(part) && Math.abs(part) < 100 ? `(${percent(part).replace('-', '−')})` : ''
      const word = verdict === 'better' ? l10n.t('better') : l10n.t('worse')
      const title = isAssumed
        ? l10n.t('Higher is assumed to be better; the policy does not say.')
        : direction === 'higher'
          ? l10n.t('Higher is better.')
          : l10n.t('Lower is better.')
      return h('span', { class: `change ${verdict === 'better' ? 'good' : 'bad'}`, title }, [
        h('span', { 'aria-hidden': 'true' }, verdict === 'better' ? '▲ ' : '▼ '),
        h('span', { class: 'text' }, [amount, relative, word].filter(Boolean).join(' ')),
      ])
    }
  }
}

function tallies({ whole, slices }: Versus, more: number): string {
  const said = ({ better, worse, same }: Versus['whole']) =>
    l10n.t('{0} better, {1} worse, {2} the same', better, worse, same)
  const hasSlices = Object.values(slices).some((count) => count > 0)
  return [
    ...(more > 0 ? [l10n.t('{0} more metrics are not listed.', more)] : []),
    l10n.t('All metrics: {0}.', said(whole)),
    ...(hasSlices ? [l10n.t('All slices: {0}.', said(slices))] : []),
  ].join(' ')
}

function differingItem({ part, differ, of }: Versus['differing'][number]): HTMLElement {
  const names = {
    params: l10n.t('Params'),
    data: l10n.t('Data'),
    code: l10n.t('Code'),
    environment: l10n.t('Environment'),
    signature: l10n.t('Signature'),
    files: l10n.t('Files'),
  }
  const said =
    differ === null
      ? l10n.t('differ')
      : differ === 0
        ? of === 0
          ? l10n.t('not recorded')
          : l10n.t('the same')
        : l10n.t('{0} of {1} differ', differ, of ?? differ)
  return h('li', { class: differ === 0 ? 'quiet' : '' }, `${names[part]}: ${said}`)
}

export function cardSection({ card, candidate }: Review, { run }: SectionsView): Child {
  const open = () => run('pedigree.openCard', { reference: `${candidate.model}@${candidate.version}` })
  return [
    h(
      'h2',
      {},
      l10n.t('Card'),
      h('button', { class: 'plain link', 'data-focus': 'card', click: open }, l10n.t('Open Card')),
    ),
    cardWords(card).map((words) =>
      h('p', {}, icon(isComplete(card) ? 'pass' : card.isAsked ? 'fail' : 'none'), ' ', words),
    ),
    candidate.description && h('p', { class: 'quiet clipped' }, candidate.description),
  ]
}

export const checksSection = ({ checks }: Review, view: SectionsView): Child => [
  h('h2', {}, l10n.t('Checks')),
  checks.length
    ? h(
        'ul',
        { class: 'plainly' },
        checks.map(({ check, isAsked, latest }) =>
          h(
            'li',
            {},
            icon(latest ? latest.result : isAsked ? 'wait' : 'none'),
            h(
              'div',
              {},
              h('span', { class: 'strong' }, check),
              h(
                'span',
                { class: 'quiet' },
                ' ',
                latest
                  ? latest.result === 'pass'
                    ? l10n.t('passed')
                    : l10n.t('failed')
                  : l10n.t('asked for, not reported yet'),
              ),
              latest && h('div', { class: 'quiet' }, `${latest.by}, ${when(latest.at)}`),
              latest?.note && h('div', { class: 'quiet' }, latest.note),
              latest?.url && h('div', {}, link(latest.url, view)),
            ),
          ),
        ),
      )
    : h('p', { class: 'quiet' }, l10n.t('None were reported, and none are asked for.')),
]

export function reportsSection({ reports }: Review, { run }: SectionsView): Child {
  if (!reports.length) return false
  return [
    h('h2', {}, l10n.t('Asked Before')),
    table(
      [l10n.t('When'), l10n.t('By'), l10n.t('The gate'), l10n.t('Reason'), l10n.t('Report')],
      reports.map(({ at, by, outcome, reason, digest, percent }) => [
        when(at),
        by.name,
        outcome === 'rollback' ? outcomeWord(outcome) : outcomeMark(outcome, percent),
        reason ?? '',
        h(
          'button',
          {
            class: 'plain link',
            'data-focus': digest,
            'aria-label': l10n.t('Show the report of {0}', when(at)),
            click: () => run('pedigree.showGate', { report: digest }),
          },
          l10n.t('Show'),
        ),
      ]),
    ),
  ]
}

const outcomeMark = (outcome: Review['reports'][number]['outcome'], percent: number | null): HTMLElement =>
  h(
    'span',
    { class: `mark ${outcome === 'passed' ? 'good' : outcome === 'refused' ? 'bad' : 'warn'}` },
    icon(outcome === 'passed' ? 'pass' : 'fail'),
    percent === null
      ? outcomeWord(outcome)
      : l10n.t('{0}, for {1} of the traffic', outcomeWord(outcome), share(percent)),
  )
