import * as l10n from '@vscode/l10n'
import { caretAfter, smallestChange } from '../../../src/core/card/smallestChange'
import type { CardFinding } from '../../../src/core/card/card'
import type { Section } from '../../../src/core/card/sections'
import type { ShownCard } from '../../../src/protocol'
import { append, h } from '../../element'
import type { CardActions } from './actions'
import { fieldText } from './fieldText'
import { markdownNodes } from './markdown'

/** How long a text may become in the form, in UTF-16 code units. */
const longest = 900_000

export type StatementField = ReturnType<typeof statementField>

/** One section of the form: what the record says of it, which nobody edits here, and what people say. */
export function statementField({ id, title, required, hint, kind }: Section, act: CardActions) {
  const state = fieldText()
  const area = h('textarea', {
    id: `field-${id}`,
    rows: kind === 'fact' ? 1 : 2,
    'aria-describedby': `about-${id}`,
    spellcheck: 'true',
    maxlength: longest,
  })
  const marks = h('span', { class: 'marks' })
  const fact = h('div', { class: 'record' })
  const about = h('div', { id: `about-${id}`, class: 'about' })
  const heading = h(
    'div',
    { class: 'label' },
    h('label', { for: `field-${id}` }, title),
    required && h('span', { class: 'quiet' }, l10n.t('required')),
    marks,
  )
  const element = h('div', { class: `field ${kind}`, 'data-field': id }, heading, fact, area, about)
  let drawnMarks = ''
  let drawnFact: string | undefined

  area.addEventListener('input', () => {
    state.type(area.value)
    act.type(id, area.value)
  })
  area.addEventListener('focus', () => act.enter(id))

  function update(data: ShownCard): void {
    const text = data.card.statements[id] ?? ''
    const long = data.long[id]
    area.readOnly = data.readonly !== '' || long !== undefined
    area.placeholder = kind === 'fact' ? l10n.t('Add a note. {0}', hint) : hint
    const next = state.take(text, area.value, data.heard)
    if (next !== undefined) put(area, next)
    drawMarks(data, long)
    drawFact(data)
  }

  function drawMarks(data: ShownCard, long: number | undefined): void {
    const from = data.card.inherited[id]
    const findings = data.findings.filter(({ field }) => field === id)
    const isChanged =
      data.previous !== null && (data.previous.statements[id] ?? '') !== (data.card.statements[id] ?? '')
    const key = JSON.stringify([from, findings, isChanged, long, data.readonly])
    if (key === drawnMarks) return
    drawnMarks = key
    element.classList.toggle('inherited', from !== undefined)
    element.classList.toggle(
      'wrong',
      findings.some(({ severity }) => severity === 'error'),
    )
    const affirm = () => act.change({ type: 'affirm', fields: [id] })
    marks.replaceChildren()
    append(marks, [
      from !== undefined &&
        h(
          'span',
          { class: 'mark from' },
          l10n.t('from {0}, affirm or change', data.origins[from] ?? from.slice(0, 12)),
        ),
      from !== undefined &&
        !data.readonly &&
        h('button', { class: 'plain link', type: 'button', click: affirm }, l10n.t('Affirm')),
      isChanged &&
        from === undefined &&
        h('span', { class: 'mark' }, l10n.t('changed since {0}', data.previous!.reference)),
    ])
    about.replaceChildren()
    append(about, [long !== undefined && tooLong(long, act, data), findings.map(findingRow)])
  }

  function drawFact({ blocks, pictures }: ShownCard): void {
    const block = kind === 'fact' ? blocks[id] : undefined
    if (block === drawnFact) return
    drawnFact = block
    fact.replaceChildren()
    if (block === undefined) return
    const rows = block.split('\n').filter((line) => line.startsWith('|')).length - 2
    const count = rows === 1 ? l10n.t('1 row') : rows > 1 ? l10n.t('{0} rows', rows) : ''
    const inside = h('div', { class: 'inside' })
    const folded = h(
      'details',
      {
        toggle: () => {
          if (!inside.childNodes.length)
            append(inside, markdownNodes(block, { pictures, open: act.open, lower: 3, isShort: true }))
        },
      },
      h(
        'summary',
        {},
        h('span', { class: 'lock', 'aria-hidden': 'true' }),
        [l10n.t('From the record'), count].filter(Boolean).join(' · '),
      ),
      inside,
    )
    fact.append(folded)
  }

  return {
    id,
    element,
    update,
    /** What has to be told, if anything. */
    send: state.send,
  }
}

/** Another text in the field, with the caret where it was in what stays. */
export function put(area: HTMLTextAreaElement | HTMLInputElement, text: string): void {
  const change = smallestChange(area.value, text)
  if (!change) return
  const { selectionStart, selectionEnd } = area
  area.value = text
  if (document.activeElement === area)
    area.setSelectionRange(caretAfter(selectionStart ?? 0, change), caretAfter(selectionEnd ?? 0, change))
}

export const findingRow = ({ code, severity, message }: CardFinding): HTMLElement =>
  h('p', { class: `finding ${severity}` }, h('span', {}, message), ' ', h('code', {}, code))

const tooLong = (length: number, act: CardActions, { model, version }: ShownCard) =>
  h(
    'p',
    { class: 'finding info' },
    l10n.t('This text has {0} characters, too many for the form.', length.toLocaleString()),
    ' ',
    h(
      'button',
      {
        class: 'plain link',
        type: 'button',
        click: () => act.run('pedigree.openCardAsText', { reference: `${model}@${version}` }),
      },
      l10n.t('Open as Text'),
    ),
  )
