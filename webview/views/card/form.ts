import * as l10n from '@vscode/l10n'
import type { ShownCard } from '../../../src/protocol'
import { append, h } from '../../element'
import type { CardActions } from './actions'
import { findingRow, statementField } from './field'
import { completeness, type GroupId, groups, sectionsOf } from './groups'
import { type MetaField, metaFields } from './metaFields'

/** The form: made once, then kept up to date, so that nobody who writes in it is disturbed. */
export function form(act: CardActions) {
  const meta = metaFields(act)
  const statements = groups.flatMap(({ id }) => sectionsOf(id).map((section) => statementField(section, act)))
  const others = h('div', { class: 'others' })
  const general = h('div', { class: 'about' })
  const links = new Map<GroupId, HTMLElement>()
  const parts = groups.map(({ id }) => {
    const fields = statements.filter(({ id: field }) => sectionsOf(id).some((section) => section.id === field))
    const heading = h('h2', { id: `group-${id}`, tabindex: -1 }, nameOf(id))
    const link = h('button', { class: 'plain', type: 'button', click: () => go(id) })
    links.set(id, link)
    const [first, ...rest] = fields.map(({ element }) => element)
    const inside = [heading, first, id === 'identity' && frontMatter(meta), rest, id === 'more' && others]
    return h('section', { 'data-group': id, 'aria-labelledby': `group-${id}` }, inside)
  })
  const contents = h('nav', { class: 'contents', 'aria-label': l10n.t('Sections of the card') }, [...links.values()])
  const element = h('form', { class: 'fields', submit: (event: Event) => event.preventDefault() }, general, parts)
  let drawn = ''

  function go(id: GroupId): void {
    const heading = document.getElementById(`group-${id}`)
    heading?.scrollIntoView({ block: 'start' })
    heading?.focus({ preventScroll: true })
  }

  return {
    element,
    contents,
    fields: [...statements, ...meta],
    update(data: ShownCard): void {
      for (const field of [...statements, ...meta]) field.update(data)
      const known = new Set([...statements, ...meta].map(({ id }) => id))
      const state = JSON.stringify([
        groups.map(({ id }) => completeness(data, id)),
        data.card.meta,
        data.card.others,
        data.findings,
      ])
      if (state === drawn) return
      drawn = state
      for (const { id } of groups) drawLink(links.get(id)!, id, data)
      drawOthers(data)
      const unplaced = data.findings.filter(({ field }) => !known.has(field) && !field.startsWith('identity.'))
      general.replaceChildren(...unplaced.slice(0, 50).map(findingRow))
    },
  }

  function drawLink(link: HTMLElement, id: GroupId, data: ShownCard): void {
    const { done, required, errors, warnings, inherited } = completeness(data, id)
    const isDone = required > 0 && done === required
    const count = required ? `${done}/${required}` : ''
    const said = [
      required ? l10n.t('{0} of {1} required', done, required) : '',
      errors ? l10n.t('{0} errors', errors) : '',
      warnings ? l10n.t('{0} warnings', warnings) : '',
      inherited ? l10n.t('{0} to affirm', inherited) : '',
    ]
    link.title = said.filter(Boolean).join(', ')
    link.className = `plain ${errors ? 'wrong' : isDone ? 'done' : ''}`
    link.replaceChildren()
    append(link, [
      h('span', {}, nameOf(id)),
      count && h('span', { class: 'count' }, isDone ? '✓' : count),
      warnings + inherited > 0 && h('span', { class: 'count quiet' }, `\u26a0\ufe0e ${warnings + inherited}`),
      h('span', { class: 'unseen' }, link.title),
    ])
  }

  function drawOthers({ card, model, version }: ShownCard): void {
    others.replaceChildren()
    if (!card.others) return
    const open = () => act.run('pedigree.openCardAsText', { reference: `${model}@${version}` })
    append(others, [
      h(
        'p',
        { class: 'quiet' },
        l10n.t('The card has sections of its own as well. They are kept, and changed as text.'),
      ),
      h('button', { class: 'plain link', type: 'button', click: open }, l10n.t('Open as Text')),
    ])
  }
}

/** The keys of the front matter, those that are rarely needed folded. */
function frontMatter(meta: readonly MetaField[]) {
  const isRare = ({ id }: MetaField) => /:(base_model|datasets|metrics)$/.test(id)
  const row = (fields: readonly MetaField[]) =>
    h(
      'div',
      { class: 'metas' },
      fields.map(({ element }) => element),
    )
  const rare = h('details', {}, h('summary', {}, l10n.t('For Hugging Face')), row(meta.filter(isRare)))
  return [row(meta.filter((field) => !isRare(field))), rare]
}

function nameOf(id: GroupId): string {
  switch (id) {
    case 'identity':
      return l10n.t('Identity')
    case 'use':
      return l10n.t('Use')
    case 'data':
      return l10n.t('Data')
    case 'training':
      return l10n.t('Training')
    case 'evaluation':
      return l10n.t('Evaluation')
    case 'limits':
      return l10n.t('Limits and Risks')
    case 'operations':
      return l10n.t('Operations')
    case 'governance':
      return l10n.t('Governance')
    case 'more':
      return l10n.t('More')
  }
}
