import * as l10n from '@vscode/l10n'
import MarkdownIt, { type Token } from 'markdown-it'
import { pictureName } from '../../../src/core/card/pictureName'
import { type Child, h } from '../../element'

/** What stands around a text. */
export interface Surroundings {
  /** `data:` addresses of pictures, by their names. */
  pictures: Readonly<Record<string, string>>
  open(url: string): void
  /** How many levels its headings are lowered. */
  lower?: number
  /** Are hashes to be shown by their beginning? */
  isShort?: boolean
}

/** How much of a text is drawn, in UTF-16 code units. */
export const drawnLength = 60_000

const parser = new MarkdownIt({ html: false, linkify: false, typographer: false })

/** Markdown as elements. Markup in it stays text, nothing is loaded, and links lead nowhere by themselves. */
export function markdownNodes(text: string, around: Surroundings): Child[] {
  const shown = text.length > drawnLength ? text.slice(0, drawnLength) : text
  const nodes = nested(parser.parse(shown, {}), around)
  if (shown === text) return nodes
  const note = l10n.t('Only the beginning is shown: the text has {0} characters.', text.length.toLocaleString())
  return [...nodes, h('p', { class: 'quiet cut' }, note)]
}

/** Tokens lie flat, with an opening and a closing one around what is inside. */
function nested(tokens: readonly Token[], around: Surroundings): Child[] {
  const result: Child[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!
    if (token.nesting !== 1) {
      result.push(single(token, around))
      continue
    }
    const end = closing(tokens, at)
    result.push(element(token, nested(tokens.slice(at + 1, end), around), around))
    at = end
  }
  return result
}

function closing(tokens: readonly Token[], from: number): number {
  let depth = 0
  for (let at = from; at < tokens.length; at++) if ((depth += tokens[at]!.nesting) === 0) return at
  return tokens.length
}

function element(token: Token, children: Child[], around: Surroundings): Child {
  const { tag, hidden } = token
  if (hidden) return children
  if (tag === 'a') return link(String(token.attrGet('href') ?? ''), children, around)
  const heading = /^h([1-6])$/.exec(tag)
  if (heading) return h(`h${Math.min(6, Number(heading[1]) + (around.lower ?? 0))}`, {}, children)
  if (tag === 'table') return wide(h('table', {}, children))
  if (tag === 'th' || tag === 'td') return h(tag, isRight(token) ? { class: 'number' } : {}, children)
  if (tag === 'ol') return h('ol', { start: token.attrGet('start') ?? undefined }, children)
  return blocks.has(tag) ? h(tag, {}, children) : h('span', {}, children)
}

/** Something that may be wider than there is room: it can be scrolled, by keyboard as well. */
const wide = (inside: Child) =>
  h('div', { class: 'wide', tabindex: 0, role: 'group', 'aria-label': l10n.t('Table') }, inside)

const blocks = new Set([...['p', 'ul', 'ol', 'li', 'blockquote', 'thead', 'tbody', 'tr', 'strong', 'em', 's']])
const isRight = (token: Token) => /right/.test(String(token.attrGet('style') ?? ''))

function single(token: Token, around: Surroundings): Child {
  switch (token.type) {
    case 'inline':
      return nested(token.children ?? [], around)
    case 'text':
    case 'text_special':
      return token.content
    case 'softbreak':
      return '\n'
    case 'hardbreak':
      return h('br')
    case 'hr':
      return h('hr')
    case 'code_inline':
      return code(token.content, around)
    case 'fence':
    case 'code_block':
      return h('pre', { tabindex: 0 }, h('code', {}, token.content))
    case 'image':
      return picture(token, around)
    default:
      return token.content
  }
}

/** Nobody reads a whole hash: its beginning is enough to tell it from others, and the rest is in its tooltip. */
function code(text: string, { isShort }: Surroundings): Child {
  const hash = isShort && /^((?:[a-z0-9]+:)?[0-9a-f]{12})[0-9a-f]{20,}$/.exec(text)
  return hash ? h('code', { title: text }, `${hash[1]}…`) : h('code', {}, text)
}

/** One that the text or the editor holds is shown; of any other there is a link. */
function picture(token: Token, around: Surroundings): Child {
  const source = String(token.attrGet('src') ?? '')
  const said = token.content || source
  const name = pictureName(source)
  const own = Object.hasOwn(around.pictures, name) ? around.pictures[name] : undefined
  const held = /^data:image\/(png|jpeg|gif|webp);base64,/i.test(source) ? source : own
  if (held) return h('img', { src: held, alt: token.content })
  if (isWeb(source)) return link(source, [l10n.t('Picture of the web: {0}', said)], around)
  return h('span', { class: 'quiet' }, l10n.t('No picture: {0}', said))
}

function link(address: string, children: Child[], { open }: Surroundings): Child {
  if (!isWeb(address)) return h('span', { title: address }, children)
  return h('button', { class: 'plain link', type: 'button', title: address, click: () => open(address) }, children)
}

const isWeb = (address: string) => /^(https:\/\/|mailto:)/i.test(address)
