import * as l10n from '@vscode/l10n'
import { metaKeys } from '../../../src/core/card/sections'
import type { ShownCard } from '../../../src/protocol'
import { append, h } from '../../element'
import type { CardActions } from './actions'
import { findingRow, put } from './field'
import { fieldText } from './fieldText'

/** What is usual; any other SPDX or Hugging Face id can be typed. */
const licenses = [
  ...['apache-2.0', 'mit', 'bsd-3-clause', 'gpl-3.0', 'agpl-3.0', 'lgpl-3.0', 'mpl-2.0', 'cc-by-4.0', 'cc-by-sa-4.0'],
  ...['cc-by-nc-4.0', 'cc0-1.0', 'openrail', 'llama3', 'gemma', 'other', 'unknown'],
]

export type MetaField = ReturnType<typeof metaField>

/** The keys of the front matter. */
export const metaFields = (act: CardActions): MetaField[] => metaKeys.map((key) => metaField(key, act))

function metaField({ key, id, title, isList, hint }: (typeof metaKeys)[number], act: CardActions) {
  const state = fieldText()
  const input = h('input', {
    id: `meta-${key}`,
    type: 'text',
    title: hint,
    maxlength: 10_000,
    autocomplete: 'off',
    ...(key === 'license' ? { list: 'licenses' } : {}),
    'aria-describedby': `about-meta-${key}`,
  })
  const about = h('div', { id: `about-meta-${key}`, class: 'about' })
  const element = h(
    'div',
    { class: 'field meta', 'data-field': `meta:${key}` },
    h(
      'div',
      { class: 'label' },
      h('label', { for: `meta-${key}` }, title),
      key === 'license' && h('span', { class: 'quiet' }, l10n.t('required')),
    ),
    input,
    key === 'license' &&
      h(
        'datalist',
        { id: 'licenses' },
        licenses.map((value) => h('option', { value })),
      ),
    about,
  )
  let drawn = ''
  input.addEventListener('input', () => {
    state.type(input.value)
    act.type(`meta:${key}`, input.value)
  })

  return {
    id: `meta:${key}`,
    element,
    update(data: ShownCard): void {
      const value = data.card.meta[key]
      input.readOnly = data.readonly !== '' || isOdd(value)
      input.placeholder = hint
      // A list that is being written may end with a comma.
      const written = isList ? partsOf(input.value).join(', ') : input.value
      const next = state.take(textOf(value), written, data.heard)
      if (next !== undefined) put(input, next)
      // The name and the link of a licence are of one that has none of the known ids.
      const isOther = data.card.meta['license'] === 'other'
      element.hidden = /^license_/.test(key) && !isOther && value === undefined
      const findings = data.findings.filter(
        ({ field }) => field === id && (key === 'license' || field.startsWith('identity.')),
      )
      const shown = /^license_|^base_model$/.test(key) ? [] : findings
      const said = JSON.stringify(shown)
      if (said === drawn) return
      drawn = said
      about.replaceChildren()
      append(about, shown.map(findingRow))
    },
    /** What has to be told, if anything. */
    send(change: number): string | string[] | null | undefined {
      const text = state.send(change)
      if (text === undefined) return undefined
      const parts = partsOf(text)
      return isList ? (parts.length ? parts : null) : text.trim() || null
    },
  }
}

const partsOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

const textOf = (value: unknown): string =>
  value === undefined || value === null
    ? ''
    : Array.isArray(value)
      ? value.map(String).join(', ')
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value as string)
/** Something that is no list of words: it is changed as text. */
const isOdd = (value: unknown): boolean =>
  Array.isArray(value) ? value.some((part) => typeof part === 'object') : typeof value === 'object' && value !== null
