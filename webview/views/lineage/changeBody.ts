import * as l10n from '@vscode/l10n'
import type { Change, ChangedRow, MetricChange, VersionChange, VersionName } from '../../../src/core/lineage/change'
import type { DrawnNode } from '../../../src/core/lineage/collapse'
import type { LineageEdge } from '../../../src/core/lineage/graph'
import { h } from '../../element'
import { number, when } from '../../format'

/** null is: nothing is known of it. */
export type Changed = Change | null

interface Along {
  from: DrawnNode
  to: DrawnNode
  edge: LineageEdge
}

/** What changed along an edge, in words and tables. */
export function changeBody(
  change: Changed,
  { from, to }: Along,
  { focusOn }: { focusOn(reference: string): void },
): HTMLElement[] {
  const link = (name: VersionName) =>
    h('button', { class: 'plain link', click: () => focusOn(nameOf(name)) }, nameOf(name))
  if (!change) return [h('p', { class: 'quiet' }, l10n.t('Nothing is known of what changed here.'))]
  switch (change.kind) {
    case 'version':
      return versionBody(change)
    case 'use': {
      const { others, versions, dirty } = change
      return [
        ...(dirty ? [h('p', {}, l10n.t('Files differed from the commit when {0} was registered.', to.label))] : []),
        h(
          'p',
          {},
          others === 0
            ? l10n.t('No other version was made of {0}.', from.label)
            : others === 1
              ? l10n.t('1 other version was made of {0}:', from.label)
              : l10n.t('{0} other versions were made of {1}:', number(others), from.label),
        ),
        h(
          'ul',
          {},
          versions.map((name) => h('li', {}, link(name))),
          others > versions.length && h('li', { class: 'quiet' }, l10n.t('{0} more', number(others - versions.length))),
        ),
      ]
    }
    case 'stage': {
      const { since, by, reason, previous, percent } = change
      if (percent !== null)
        return [
          h('p', {}, l10n.t('{0} gets {1}% of the traffic.', from.label, percent)),
          ...(previous ? [h('p', {}, l10n.t('In the stage:'), ' ', link(previous))] : []),
        ]
      return [
        ...(since ? [h('p', {}, l10n.t('Since {0}, by {1}', when(since), by ?? ''))] : []),
        ...(reason ? [h('p', { class: 'quote' }, reason)] : []),
        ...(previous ? [h('p', {}, l10n.t('It took the place of'), ' ', link(previous))] : []),
      ]
    }
    case 'deployment': {
      const { at, by, drifts, expected } = change
      return [
        h('p', {}, l10n.t('Reported {0} by {1}', when(at), by)),
        !drifts
          ? h('p', {}, l10n.t('It runs what it should.'))
          : expected
            ? h('p', { class: 'warn' }, l10n.t('It should be running'), ' ', link(expected))
            : h('p', { class: 'warn' }, l10n.t('Nothing should be running there.')),
      ]
    }
  }
}

const nameOf = ({ model, version }: VersionName) => `${model}@${version}`

function versionBody({ metrics, parts, files, sameFiles }: VersionChange): HTMLElement[] {
  const titles: [keyof VersionChange['parts'], string][] = [
    ['params', l10n.t('Params')],
    ['data', l10n.t('Data')],
    ['code', l10n.t('Code')],
    ['signature', l10n.t('Signature')],
    ['environment', l10n.t('Environment')],
  ]
  const same = titles.filter(([part]) => !parts[part].length).map(([, title]) => title)
  return [
    ...(metrics.length
      ? [h('h3', {}, l10n.t('Metrics')), metricTable(metrics.slice(0, most)), ...rest(metrics.length)]
      : []),
    ...titles.flatMap(([part, title]) =>
      parts[part].length ? [h('h3', {}, title), rowTable(parts[part].slice(0, most)), ...rest(parts[part].length)] : [],
    ),
    ...fileList(files, sameFiles),
    ...(same.length ? [h('p', { class: 'quiet' }, l10n.t('The same: {0}', same.join(', ')))] : []),
  ]
}

const most = 40
const rest = (count: number): HTMLElement[] =>
  count > most ? [h('p', { class: 'quiet' }, l10n.t('{0} more; Compare shows all of them', number(count - most)))] : []

function metricTable(metrics: readonly MetricChange[]): HTMLElement {
  return h(
    'table',
    { class: 'metrics' },
    h(
      'tbody',
      {},
      metrics.map(({ name, before, after, delta, verdict }) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, name),
          h('td', { class: 'number' }, number(before)),
          h('td', { class: 'number' }, number(after)),
          h(
            'td',
            { class: `number ${verdict}` },
            delta === null ? '' : signed(delta),
            h('div', {}, verdictWords(verdict)),
          ),
        ),
      ),
    ),
  )
}

const signed = (delta: number) => (delta > 0 ? `+${number(delta)}` : number(delta).replace('-', '−'))

const verdictWords = (verdict: MetricChange['verdict']): string =>
  verdict === 'better' ? l10n.t('better') : verdict === 'worse' ? l10n.t('worse') : ''

const rowTable = (rows: readonly ChangedRow[]): HTMLElement =>
  h(
    'table',
    {},
    h(
      'tbody',
      {},
      rows.map(({ name, before, after }) =>
        h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, textOf(before)), h('td', {}, textOf(after))),
      ),
    ),
  )

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '–'
  // To the last digit: it may be the one that differs.
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /^(\w+:)?[0-9a-f]{40,}$/.test(text) ? text.replace(/^(\w+:)?(.{8}).*$/, '$1$2…') : text
}

function fileList({ added, removed, changed }: VersionChange['files'], sameFiles: boolean): HTMLElement[] {
  const rows = [
    ...added.map((path) => ['+', path]),
    ...removed.map((path) => ['−', path]),
    ...changed.map((path) => ['≠', path]),
  ]
  if (!rows.length)
    return [h('p', { class: 'quiet' }, sameFiles ? l10n.t('The files are the same.') : l10n.t('The files differ.'))]
  return [
    h('h3', {}, l10n.t('Files')),
    h(
      'ul',
      { class: 'files' },
      rows.slice(0, most).map(([sign, path]) => h('li', {}, `${sign} ${path}`)),
    ),
    ...rest(rows.length),
  ]
}
