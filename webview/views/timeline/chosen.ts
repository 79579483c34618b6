import * as l10n from '@vscode/l10n'
import type { Bar } from '../../../src/core/timeline/bars'
import type { Mark } from '../../../src/core/timeline/marks'
import { h } from '../../element'
import { button } from '../../ui'
import { type Clock, durationText, instantText } from './axis'
import type { Item, Range } from './layout'
import { barText, kindText, markText } from './words'

export interface ChosenActions {
  showGate(report: string): void
  showVersion(version: number): void
  compare(version: number, before: number): void
  lineage(version: number): void
  open(url: string): void
  goTo(at: number): void
  zoomTo(range: Range): void
  close(): void
}

/** The panel about what was chosen: a bar, or the marks at a place. */
export function chosenPanel(
  { shape }: Pick<Item, 'shape'>,
  clock: Clock,
  now: number,
  actions: ChosenActions,
): HTMLElement {
  const parts =
    'spans' in shape
      ? shape.spans.slice(0, most).flatMap(({ bar }) => barPart(bar, clock, now, actions))
      : shape.points.slice(0, most).flatMap(({ mark }) => markPart(mark, clock, actions))
  const count = 'spans' in shape ? shape.spans.length : shape.points.length
  return h(
    'section',
    { class: 'chosen', 'aria-label': l10n.t('What is chosen') },
    h(
      'button',
      {
        class: 'plain close controls',
        'aria-label': l10n.t('Close'),
        title: l10n.t('Close'),
        click: () => actions.close(),
      },
      '✕',
    ),
    parts,
    count > most && h('p', { class: 'quiet' }, l10n.t('{0} more: zoom in to see them.', count - most)),
    count > 1 &&
      h(
        'div',
        { class: 'actions controls' },
        button(l10n.t('Zoom to All {0}', count), () => actions.zoomTo(rangeOf(shape))),
      ),
  )
}

function rangeOf(shape: Item['shape']): Range {
  const times = 'spans' in shape ? shape.spans.flatMap(({ from, to }) => [from, to]) : shape.points.map(({ at }) => at)
  return { from: Math.min(...times), to: Math.max(...times) }
}

/** How many are told at once. */
const most = 5

function barPart(bar: Bar, clock: Clock, now: number, actions: ChosenActions): HTMLElement[] {
  const from = Date.parse(bar.from)
  const to = bar.to === null ? now : Date.parse(bar.to)
  const { ended } = bar
  return [
    h('h2', {}, barText(bar)),
    facts([
      [l10n.t('From'), goTo(from, clock, actions)],
      [l10n.t('Until'), bar.to === null ? l10n.t('now') : goTo(to, clock, actions)],
      [l10n.t('For'), durationText(to - from, clock)],
      [l10n.t('By'), bar.by],
      [l10n.t('How'), howText(bar)],
      [l10n.t('Why'), [bar.code, bar.reason].filter(Boolean).join(': ')],
      [l10n.t('Instead of'), bar.before === null ? '' : `v${bar.before}`],
      [
        l10n.t('Ended by'),
        ended &&
          [ended.version ? `v${ended.version}` : '', ended.by, ended.code, ended.reason].filter(Boolean).join(', '),
      ],
    ]),
    buttons(bar.version, bar.gate, bar.before, actions),
  ]
}

function markPart(mark: Mark, clock: Clock, actions: ChosenActions): HTMLElement[] {
  const { kind, version, gate, url } = mark
  return [
    h('h2', {}, markText(mark)),
    facts([
      [l10n.t('What'), kindText(kind)],
      [l10n.t('When'), goTo(Date.parse(mark.at), clock, actions)],
      [l10n.t('By'), mark.by],
      [l10n.t('Why'), [mark.code, mark.reason].filter(Boolean).join(': ')],
      [l10n.t('Note'), mark.note],
    ]),
    buttons(version, gate, null, actions, url),
  ]
}

function howText({ kind, override }: Bar): string {
  const how =
    kind === 'promote'
      ? l10n.t('promoted')
      : kind === 'rollback'
        ? l10n.t('rolled back')
        : kind === 'demote'
          ? l10n.t('demoted')
          : kind === 'archive'
            ? l10n.t('archived')
            : ''
  return override ? [how, l10n.t('although the gate refused')].filter(Boolean).join(', ') : how
}

const goTo = (at: number, clock: Clock, actions: ChosenActions) =>
  h(
    'button',
    { class: 'plain link', title: l10n.t('Put the cursor there'), click: () => actions.goTo(at) },
    instantText(at, clock, { seconds: true }),
  )

function facts(rows: readonly [string, string | HTMLElement | undefined][]): HTMLElement {
  const told = rows.filter(([, value]) => value !== undefined && value !== '')
  return h(
    'dl',
    {},
    told.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  )
}

function buttons(
  version: number | undefined,
  gate: string | undefined,
  before: number | null,
  actions: ChosenActions,
  url?: string,
): HTMLElement {
  return h(
    'div',
    { class: 'actions controls' },
    version && button(l10n.t('Show in Models'), () => actions.showVersion(version)),
    version && before !== null && button(l10n.t('Compare With v{0}', before), () => actions.compare(version, before)),
    version && button(l10n.t('Lineage'), () => actions.lineage(version)),
    gate && button(l10n.t('Gate Report'), () => actions.showGate(gate)),
    url && /^https:/i.test(url) && button(l10n.t('Open Link'), () => actions.open(url)),
  )
}
