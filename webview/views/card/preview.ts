import * as l10n from '@vscode/l10n'
import { metaKeys, type Section, sections } from '../../../src/core/card/sections'
import type { ShownCard } from '../../../src/protocol'
import { append, type Child, h } from '../../element'
import { markdownNodes, type Surroundings } from './markdown'
import { metricTable, sliceFigures } from './metricTables'

/** What becomes of a card: kept up to date part by part, so that it does not jump while somebody reads it. */
export function preview(open: (url: string) => void) {
  const parts = new Map<string, { element: HTMLElement; key: string }>()
  const element = h('article', { class: 'preview' })
  let shown: ShownCard | undefined

  function part(id: string, key: string, draw: () => Child[]): HTMLElement {
    const known = parts.get(id)
    if (known?.key === key) return known.element
    const made = known?.element ?? h('section', { 'data-field': id })
    made.replaceChildren()
    append(made, draw())
    parts.set(id, { element: made, key })
    return made
  }

  function update(data: ShownCard): void {
    shown = data
    const around: Surroundings = { pictures: data.pictures, open, lower: 3 }
    const pictures = Object.keys(data.pictures).join()
    const facts = JSON.stringify([data.facts.metrics, data.facts.baseline, data.facts.directions])
    const said = sections.filter(({ id }) => data.card.statements[id] || data.blocks[id])
    const wanted = [
      part('title', JSON.stringify([data.model, data.version, data.card.meta]), () => title(data)),
      ...said.map((section) => {
        const { id } = section
        const drawn = id.startsWith('eval.') ? facts : ''
        return part(id, JSON.stringify([data.card.statements[id], data.blocks[id], drawn, pictures]), () =>
          sectionNodes(section, data, around),
        )
      }),
      ...(data.card.others
        ? [
            part('others', JSON.stringify([data.card.others, pictures]), () =>
              markdownNodes(data.card.others, { ...around, lower: 1 }),
            ),
          ]
        : []),
    ]
    for (const [id, { element: old }] of parts) {
      if (wanted.includes(old)) continue
      old.remove()
      parts.delete(id)
    }
    for (const [i, each] of wanted.entries())
      if (element.children[i] !== each) element.insertBefore(each, element.children[i] ?? null)
  }

  return {
    element,
    update,
    /** Shows what is typed at once, before the document has it. */
    type(field: string, text: string): void {
      if (shown) update({ ...shown, card: { ...shown.card, statements: { ...shown.card.statements, [field]: text } } })
    },
    reveal: (field: string): void => parts.get(field)?.element.scrollIntoView({ block: 'nearest' }),
  }
}

function title({ model, version, card: { meta } }: ShownCard): Child[] {
  const said = metaKeys.flatMap(({ key, title: name }) => {
    const value = meta[key]
    const text = Array.isArray(value) ? value.map(String).join(', ') : typeof value === 'string' ? value : ''
    return text ? [h('div', {}, h('dt', {}, name), h('dd', {}, text))] : []
  })
  return [h('h2', { class: 'title' }, `${model} ${version}`), said.length > 0 && h('dl', { class: 'meta' }, said)]
}

function sectionNodes({ id, title: name, level }: Section, data: ShownCard, around: Surroundings): Child[] {
  const text = data.card.statements[id] ?? ''
  const isLong = data.long[id] !== undefined
  return [
    id !== 'summary' && h(`h${level + 1}`, {}, name),
    data.blocks[id] !== undefined &&
      h(
        'div',
        { class: 'recorded' },
        drawnFact(id, data) ?? markdownNodes(data.blocks[id], { ...around, isShort: true }),
      ),
    text && h('div', { class: id === 'summary' ? 'summary' : 'statement' }, markdownNodes(text, around)),
    isLong && h('p', { class: 'quiet cut' }, l10n.t('Only the beginning is shown.')),
  ]
}

/** Measurements are drawn from the record; the other blocks say it in Markdown. */
function drawnFact(id: string, { facts }: ShownCard): Child {
  if (id === 'eval.overall') return metricTable(facts)
  if (id !== 'eval.slices') return undefined
  const figures = sliceFigures(facts)
  return figures.length ? figures : undefined
}
