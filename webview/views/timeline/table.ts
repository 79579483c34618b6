import * as l10n from '@vscode/l10n'
import type { Timeline } from '../../../src/core/timeline/timeline'
import { h } from '../../element'
import { barText, kindText, markText } from './words'

/** All that a timeline says, as rows of text with their heads; times are ISO 8601, UTC. */
export function tableOf({ bars, marks }: Pick<Timeline, 'bars' | 'marks'>): string[][] {
  const ofBars = bars.map((bar) => {
    const { lane, name, version, from, to, by, code, reason, override } = bar
    const note = [override && l10n.t('Gate overridden'), code, reason].filter(Boolean).join(': ')
    return { at: from, cells: [from, to ?? '', laneName(lane), name, `v${version}`, barText(bar), by, note] }
  })
  const ofMarks = marks.map((mark) => {
    const { kind, at, stage = '', version, by, code, reason, note } = mark
    const why = [code, reason, note].filter(Boolean).join(': ')
    return { at, cells: [at, '', kindText(kind), stage, version ? `v${version}` : '', markText(mark), by, why] }
  })
  const rows = [...ofBars, ...ofMarks].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  return [
    [
      ...[l10n.t('From'), l10n.t('Until'), l10n.t('What'), l10n.t('Where'), l10n.t('Version')],
      ...[l10n.t('In Words'), l10n.t('By'), l10n.t('Why')],
    ],
    ...rows.map(({ cells }) => cells),
  ]
}

const laneName = (lane: Timeline['bars'][number]['lane']): string =>
  ({
    stage: l10n.t('Stage'),
    rollout: l10n.t('Rollout'),
    alias: l10n.t('Alias'),
    environment: l10n.t('Environment'),
    drift: l10n.t('Drift'),
  })[lane]

/** So many rows are drawn; all of them are exported. */
const drawn = 2000

/** The same as a table of the page, newest first. */
export function tableElement(data: Timeline, when: (at: string) => string): HTMLElement {
  const [heads = [], ...all] = tableOf(data)
  const rows = all.toReversed().slice(0, drawn)
  return h(
    'div',
    { class: 'table' },
    h(
      'table',
      {},
      h('caption', { class: 'unseen' }, l10n.t('All intervals and marks of {0}, newest first', data.model)),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          heads.map((text) => h('th', { scope: 'col' }, text)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map(([from = '', to = '', ...cells]) =>
          h(
            'tr',
            {},
            h('td', {}, when(from)),
            h('td', {}, to && when(to)),
            cells.map((text) => h('td', {}, text)),
          ),
        ),
      ),
    ),
    all.length > drawn &&
      h('p', { class: 'quiet' }, l10n.t('These are the newest {0} of {1}; an export has all.', drawn, all.length)),
  )
}
