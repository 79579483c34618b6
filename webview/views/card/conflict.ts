import * as l10n from '@vscode/l10n'
import { metaKeys, sectionOf } from '../../../src/core/card/sections'
import type { ShownCard } from '../../../src/protocol'
import { append, h } from '../../element'
import { when } from '../../format'
import { button } from '../../ui'
import type { CardActions, Decided } from './actions'

type Conflict = NonNullable<ShownCard['conflict']>
type Field = Conflict['fields'][number]

/** What two people wrote, beside what both began with: section by section, until each is decided. */
export function conflictView(act: CardActions, before: Decided, leave: () => void) {
  const element = h('section', { class: 'conflict', 'aria-labelledby': 'conflict' })
  const chosen = new Map(Object.entries(before))
  let drawn = ''

  function update(conflict: Conflict | null): void {
    const key = JSON.stringify(conflict?.fields ?? [])
    if (key === drawn) return
    drawn = key
    const known = new Set(conflict?.fields.map(stateOf))
    for (const [field, { of }] of chosen) if (!known.has(of)) chosen.delete(field)
    const focused = element.contains(document.activeElement) ? (document.activeElement as HTMLTextAreaElement) : null
    element.replaceChildren()
    if (conflict) draw(conflict)
    if (focused?.id) focusAgain(focused)
  }

  function decide(field: Field, text: string): void {
    chosen.set(field.field, { of: stateOf(field), text })
    act.keep({ decided: Object.fromEntries(chosen) })
  }

  function draw({ by, at, fields }: Conflict): void {
    const open = fields.filter(({ isConflict }) => isConflict)
    const joined = fields.filter(({ isConflict }) => !isConflict)
    const save = button(l10n.t('Save'), finish, { appearance: 'primary' }) as HTMLElement & { disabled: boolean }
    const left = h('span', { class: 'quiet', role: 'status' })
    const count = () => {
      const undecided = open.filter(({ field }) => !chosen.has(field)).length
      save.disabled = undecided > 0
      left.textContent = undecided ? l10n.t('{0} of {1} to decide', undecided, open.length) : l10n.t('All is decided.')
    }
    append(element, [
      h('h2', { id: 'conflict', tabindex: -1 }, l10n.t('Two People Changed This Card')),
      h(
        'p',
        {},
        l10n.t(
          '{0} saved this card on {1}, while you wrote. Choose or write what is to be kept.',
          by || l10n.t('Somebody'),
          when(at),
        ),
      ),
      open.map((field) => row(field, count)),
      joined.length > 0 &&
        h(
          'details',
          { open: open.length === 0 },
          h('summary', {}, l10n.t('Changed by one of you, and joined: {0}', joined.length)),
          joined.map((field) => row(field, count)),
        ),
      h('div', { class: 'toolbar' }, save, button(l10n.t('Back to the Form'), leave), left),
    ])
    count()

    function finish(): void {
      const texts = fields.map(({ field, merged }) => ({ field, text: chosen.get(field)?.text ?? merged }))
      act.change({ type: 'resolve', fields: texts })
      leave()
    }
  }

  function row(both: Field, count: () => void): HTMLElement {
    const { field, base, theirs, mine, merged, isConflict } = both
    const id = `result-${field}`
    const result = h('textarea', { id, rows: 3 })
    const text = chosen.get(field)?.text ?? (isConflict ? '' : merged)
    result.value = shownAs(field, text)
    result.placeholder = l10n.t('Choose one, or write what is to be kept.')
    const choose = (text: string) => {
      result.value = shownAs(field, text)
      decide(both, text)
      count()
    }
    result.addEventListener('input', () => {
      decide(both, writtenAs(field, result.value))
      count()
    })
    const side = (title: string, text: string, take?: string) =>
      h(
        'div',
        { class: 'side' },
        h(
          'div',
          { class: 'label' },
          h('h4', {}, title),
          take !== undefined &&
            h(
              'button',
              {
                class: 'plain link',
                type: 'button',
                'aria-label': `${take}: ${nameOf(field)}`,
                click: () => choose(text),
              },
              take,
            ),
        ),
        h(
          'pre',
          { tabindex: 0 },
          text === '' ? h('span', { class: 'quiet' }, l10n.t('nothing')) : lines(text, base, take !== undefined),
        ),
      )
    const useBoth = () => choose(`${theirs}\n\n${mine}`)
    return h(
      'div',
      { class: 'both', 'data-field': field },
      h('h3', {}, nameOf(field)),
      h(
        'div',
        { class: 'sides' },
        side(l10n.t('Before'), base),
        side(l10n.t('Theirs'), theirs, l10n.t('Use Theirs')),
        side(l10n.t('Yours'), mine, l10n.t('Use Yours')),
      ),
      h(
        'div',
        { class: 'label' },
        h('label', { for: id }, l10n.t('What is kept')),
        !field.startsWith('meta:') &&
          h(
            'button',
            {
              class: 'plain link',
              type: 'button',
              'aria-label': `${l10n.t('Use Both')}: ${nameOf(field)}`,
              click: useBoth,
            },
            l10n.t('Use Both'),
          ),
      ),
      result,
    )
  }

  return { element, update }
}

/** What a decision is about: it counts as long as that stays. */
const stateOf = ({ field, base, theirs, mine }: Field): string => JSON.stringify([field, base, theirs, mine])

function focusAgain({ id, selectionStart, selectionEnd }: HTMLTextAreaElement): void {
  const again = document.getElementById(id)
  again?.focus({ preventScroll: true })
  if (again instanceof HTMLTextAreaElement) again.setSelectionRange(selectionStart, selectionEnd)
}

/** The lines of a text; those that were not there before are marked. */
function lines(text: string, base: string, isMarked: boolean) {
  const before = new Set(base.split('\n'))
  return text
    .split('\n')
    .map((line, i) => [i ? '\n' : '', isMarked && line && !before.has(line) ? h('ins', {}, line) : line])
}

const nameOf = (field: string): string =>
  field === 'others'
    ? l10n.t('Other Sections')
    : (sectionOf(field)?.title ??
      metaKeys.find(({ key }) => `meta:${key}` === field)?.title ??
      field.replace('meta:', ''))

/** Values of the front matter travel as JSON; words are shown as such. */
function shownAs(field: string, text: string): string {
  if (!field.startsWith('meta:') || !text.startsWith('"')) return text
  return JSON.parse(text) as string
}

function writtenAs(field: string, text: string): string {
  if (!field.startsWith('meta:') || text === '') return text
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return JSON.stringify(text)
  }
}
