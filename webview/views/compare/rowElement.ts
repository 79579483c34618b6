import * as l10n from '@vscode/l10n'
import type { ComparedVersions } from './shown'
import { h } from '../../element'
import { act } from './act'
import { signs } from './numbers'
import type { Cell, Part, Row } from './rows'
import type { Line } from './tableLayout'

export interface RowActs {
  pin(key: string): void
  hide(key: string): void
  fold(part: Part | 'pinned'): void
  openDiff(column: number, path: string): void
}

export const partNames = (): Record<Part | 'pinned', string> => ({
  pinned: l10n.t('Pinned'),
  metrics: l10n.t('Metrics'),
  params: l10n.t('Params'),
  data: l10n.t('Data'),
  code: l10n.t('Code'),
  signature: l10n.t('Signature'),
  environment: l10n.t('Environment'),
  files: l10n.t('Files'),
})

/** The heading of a part of the table, which folds it. */
export function partElement(
  { part, total, different, isOpen }: Extract<Line, { kind: 'part' }>,
  columns: number,
  index: number,
  acts: RowActs,
): HTMLElement {
  const told =
    part === 'pinned'
      ? ''
      : different
        ? l10n.t('{0} of {1} differ', different, total)
        : l10n.t('all {0} are the same', total)
  const fold = h(
    'button',
    {
      ...{ class: 'plain fold', type: 'button', 'aria-expanded': String(isOpen), 'data-key': `fold ${part}` },
      click: () => acts.fold(part),
    },
    h('span', { class: 'twistie', 'aria-hidden': 'true' }, isOpen ? '▾' : '▸'),
    partNames()[part],
  )
  return h(
    'tr',
    { class: 'part', 'aria-rowindex': index },
    h('th', { scope: 'rowgroup' }, fold),
    h('td', { colspan: columns, class: 'quiet' }, told),
  )
}

/** One row: what it is, and what every column has of it; cells from `filled` on are there, but empty. */
export function rowElement(
  row: Row,
  isPinned: boolean,
  data: ComparedVersions,
  index: number,
  acts: RowActs,
  filled = Infinity,
): HTMLElement {
  const { key, name, detail, direction, title } = row
  const pin = isPinned ? l10n.t('Unpin {0}', name) : l10n.t('Pin {0}', name)
  return h(
    'tr',
    { class: `row ${row.part}`, 'aria-rowindex': index },
    h(
      'th',
      { scope: 'row', title },
      h(
        'div',
        { class: 'what' },
        h('span', { class: 'name' }, name),
        direction && h('span', { class: 'quiet direction', 'aria-hidden': 'true' }, direction),
        detail && h('span', { class: 'quiet detail' }, detail),
        h(
          'span',
          { class: 'acts' },
          act(isPinned ? '◆' : '◇', pin, `pin ${key}`, () => acts.pin(key)),
          act('✕', l10n.t('Hide {0}', name), `hide ${key}`, () => acts.hide(key)),
        ),
      ),
    ),
    row.cells.map((cell, i) => (i < filled ? cellElement(cell, i, row, data, acts) : h('td'))),
  )
}

function cellElement(
  cell: Cell,
  column: number,
  { part }: Row,
  { baseline }: ComparedVersions,
  acts: RowActs,
): HTMLElement {
  const { text, more, change, isBest, differs, title, path } = cell
  const isNumber = part === 'metrics'
  const name = [isNumber ? 'metric' : 'word', column === baseline ? 'baseline' : '', differs ? 'differs' : '']
  return h(
    'td',
    { class: name.filter(Boolean).join(' '), title },
    h(
      'div',
      { class: 'cell' },
      h('span', { class: 'value' }, text),
      isNumber &&
        h(
          'span',
          { class: 'best', title: isBest ? l10n.t('best') : undefined },
          isBest ? '★' : '',
          isBest && unseen(l10n.t('best')),
        ),
      more && h('span', { class: 'quiet more' }, more),
      change && changeElement(change),
      differs && unseen(l10n.t('differs')),
      path !== undefined &&
        act(
          l10n.t('Open Diff'),
          l10n.t('Open Diff of {0}', path),
          `diff ${column} ${path}`,
          () => acts.openDiff(column, path),
          'link',
        ),
    ),
  )
}

function changeElement({ text, verdict, isUncertain }: NonNullable<Cell['change']>): HTMLElement {
  const words = {
    better: l10n.t('better'),
    worse: l10n.t('worse'),
    same: l10n.t('the same'),
    incomparable: l10n.t('not comparable'),
  }
  const doubt = isUncertain ? l10n.t('within the uncertainty') : ''
  return h(
    'span',
    {
      class: `change ${verdict}${isUncertain ? ' uncertain' : ''}`,
      title: [words[verdict], text, doubt].filter(Boolean).join(', '),
    },
    h('span', { class: 'sign', 'aria-hidden': 'true' }, isUncertain ? '≈' : '', signs[verdict]),
    unseen([words[verdict], doubt].filter(Boolean).join(', ')),
    text && h('span', { class: 'by' }, text.replace(/ \(.*/, '')),
    text.includes('(') && h('span', { class: 'share' }, text.slice(text.indexOf('('))),
  )
}

const unseen = (text: string): HTMLElement => h('span', { class: 'unseen' }, ` ${text} `)
