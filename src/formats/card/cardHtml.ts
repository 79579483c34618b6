import { createHash } from 'node:crypto'
import { blocksOf } from '../../core/card/blocks'
import type { Card, CardFacts } from '../../core/card/card'
import { plain, table } from '../../core/card/markdown'
import { metaKeys, type Section, sections } from '../../core/card/sections'
import { below } from '../../core/card/shifted'
import { sliceCharts } from '../../core/card/sliceBars'
import { minuteOf } from '../../core/gate/words'
import { own } from '../../core/own'
import { cardCss } from './cardCss'
import { isPicture, safeMarkdown } from './safeMarkdown'
import { escaped, slicesSvg } from './slicesSvg'

/** A card as one HTML file, without scripts, that loads nothing, whatever the card holds. */
export function cardHtml(card: Card, facts: CardFacts): string {
  const render = safeMarkdown()
  const blocks = blocksOf(facts)
  const shown = sections.filter(({ id }) => id !== 'summary' && (own(blocks, id) || own(card.statements, id)))
  const title = escaped(`${facts.model} ${facts.version}`)
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${hashOf(cardCss)}'; base-uri 'none'; form-action 'none'`
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${title}</title>`,
    `<style>${cardCss}</style>`,
    '</head>',
    '<body>',
    contents(shown, card),
    '<main>',
    header(card, facts, title),
    render(own(card.statements, 'summary') ? below(1, card.statements['summary']!) : ''),
    inheritedMark(card, 'summary'),
    front(card.meta, render),
    ...shown.map((section) => sectionHtml(section, card, facts, blocks, render)),
    ...(card.others.trim() ? [`<section id="others">\n${render(below(1, card.others))}</section>`] : []),
    '</main>',
    '</body>',
    '</html>',
    '',
  ]
    .filter((line, i, all) => line !== '' || i === all.length - 1)
    .join('\n')
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64')

function contents(shown: readonly Section[], card: Card): string {
  const items = shown
    .filter(({ level }) => level === 2)
    .map(({ id, title }) => `<li><a href="#${id}">${escaped(title)}</a></li>`)
  const more = card.others.trim() ? ['<li><a href="#others">Other</a></li>'] : []
  return `<nav aria-label="Sections"><ul>\n${[...items, ...more].join('\n')}\n</ul></nav>`
}

function header({ meta }: Card, { model, version, stage, at, author }: CardFacts, title: string): string {
  const thumbnail = meta['thumbnail']
  const picture =
    typeof thumbnail === 'string' && isPicture(thumbnail)
      ? `<img class="thumbnail" src="${escaped(thumbnail)}" alt="">`
      : ''
  const by = escaped(author.name || author.email)
  return [
    '<header>',
    picture,
    `<p class="kind">Model card</p>`,
    `<h1 aria-label="${title}">${escaped(model)} <span class="version">${version}</span></h1>`,
    `<p class="about"><span class="stage">${escaped(stage)}</span> registered ${escaped(minuteOf(at))}${by ? ` by ${by}` : ''}</p>`,
    '</header>',
  ]
    .filter(Boolean)
    .join('\n')
}

/** What the front matter says, of the keys that people know. */
function front(meta: Card['meta'], render: (markdown: string) => string): string {
  const rows = metaKeys.flatMap(({ key, title }) => {
    const values = [meta[key]].flat().filter((value) => value !== null && value !== undefined && value !== '')
    return values.length ? [[title, values.map(plain).join(', ')]] : []
  })
  return rows.length ? `<div class="front">${render(table(['', ''], rows))}</div>` : ''
}

function sectionHtml(
  { id, title, level }: Section,
  card: Card,
  facts: CardFacts,
  blocks: Record<string, string>,
  render: (markdown: string) => string,
): string {
  const block = own(blocks, id)
  const said = own(card.statements, id)
  const charts = id === 'eval.slices' ? slicesSvg(sliceCharts(facts)) : []
  return [
    `<section id="${id}" class="level${level}">`,
    `<h${level}>${escaped(title)}</h${level}>`,
    inheritedMark(card, id),
    ...charts,
    block ? `<div class="fact">\n${render(block)}</div>` : '',
    said ? `<div class="said">\n${render(below(level, said))}</div>` : '',
    '</section>',
  ]
    .filter(Boolean)
    .join('\n')
}

const inheritedMark = ({ inherited, statements }: Card, id: string): string =>
  own(inherited, id) && own(statements, id)
    ? '<p class="inherited">Taken over from an earlier version. Nobody has affirmed yet that it holds for this one.</p>'
    : ''
