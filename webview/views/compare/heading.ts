import * as l10n from '@vscode/l10n'
import type { ComparedVersions } from './shown'
import { h } from '../../element'
import { day, when } from '../../format'
import { act } from './act'
import { standingOf } from './rows'

export interface HeadingActs {
  show(column: number): void
  /** Has the others compared with it. */
  compareWith(column: number): void
  /** Moves a column to where another one is. */
  move(column: number, to: number): void
  remove(column: number): void
}

/** The heads of all columns, each with what can be done to it. */
export function headings({ columns, baseline }: ComparedVersions, acts: HeadingActs): HTMLElement[] {
  let dragged: number | undefined
  return columns.map((column, i) => {
    const { name, kind, id, isExtra, at, author, description } = column
    const about = [standingOf(column), `${when(at)} · ${author.name}`, description].filter(Boolean).join('\n')
    const isBaseline = i === baseline
    const first = columns[0]!.isExtra ? 1 : 0
    const canMove = (to: number) => !isExtra && to >= first && to < columns.length
    const head = h(
      'th',
      {
        ...{ scope: 'col', class: `column${isBaseline ? ' baseline' : ''}`, 'data-id': id },
        draggable: isExtra ? undefined : 'true',
        dragstart: (event) => {
          dragged = i
          ;(event as DragEvent).dataTransfer?.setData('text/plain', name)
        },
        dragover: (event) => {
          if (dragged === undefined || !canMove(i)) return
          event.preventDefault()
          head.classList.toggle('target', dragged !== i)
        },
        dragleave: () => head.classList.remove('target'),
        dragend: () => (dragged = undefined),
        drop: (event) => {
          event.preventDefault()
          head.classList.remove('target')
          if (dragged !== undefined && dragged !== i && canMove(i)) acts.move(dragged, i)
        },
      },
      h(
        'div',
        { class: 'heading' },
        kind === 'version'
          ? h(
              'button',
              { class: 'plain link name', title: name, 'data-key': `show ${id}`, click: () => acts.show(i) },
              name,
            )
          : h('span', { class: 'name', title: name }, name),
        isBaseline && h('span', { class: 'chip' }, l10n.t('Baseline')),
      ),
      h('div', { class: 'quiet standing', title: about }, [standingOf(column), day(at)].filter(Boolean).join(' · ')),
      h(
        'div',
        { class: 'acts' },
        !isBaseline &&
          act(
            l10n.t('Set as Baseline'),
            l10n.t('Set as Baseline: {0}', name),
            `base ${id}`,
            () => acts.compareWith(i),
            'wordy',
          ),
        h('span', { class: 'space' }),
        canMove(i - 1) && act('◂', l10n.t('Move {0} to the Left', name), `left ${id}`, () => acts.move(i, i - 1)),
        canMove(i + 1) && act('▸', l10n.t('Move {0} to the Right', name), `right ${id}`, () => acts.move(i, i + 1)),
        !isExtra &&
          columns.length > first + 1 &&
          act('✕', l10n.t('Remove {0}', name), `remove ${id}`, () => acts.remove(i)),
      ),
    )
    return head
  })
}
