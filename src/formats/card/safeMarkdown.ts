import MarkdownIt from 'markdown-it'

/** A paragraph with more marks is shown as it is written: reading it could take for ever. */
const mostMarks = 2000
const marksIn = (text: string): number => text.match(/[[\]*_~<`!]/g)?.length ?? 0

/** Markdown as HTML that can do nothing: no HTML of its own, no scripts, no pictures from elsewhere. */
export function safeMarkdown(): (markdown: string) => string {
  const lastEnd = lastEndIn()
  const md = new MarkdownIt({ html: false, linkify: true, typographer: false })
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false })
  // What may not be followed is shown as well, only not as a link.
  md.validateLink = () => true
  md.block.ruler.before(
    'html_block',
    'comment',
    (state, start, end, silent) => {
      if (state.sCount[start]! - state.blkIndent >= 4) return false
      const text = (line: number) => state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line])
      if (lastEnd(state.src) < state.bMarks[start]!) return false
      const last = commentEnd(text, start, end)
      if (last !== undefined && !silent) state.line = last + 1
      return last !== undefined
    },
    { alt: ['paragraph', 'reference', 'blockquote'] },
  )
  md.inline.ruler.before('html_inline', 'comment', (state, silent) => {
    // Looked for once in a text, as a text of many beginnings would be read again for each of them.
    const last = lastEnd(state.src)
    if (last < state.pos + 4 || !state.src.startsWith('<!--', state.pos)) return false
    const end = state.src.indexOf('-->', state.pos + 4)
    if (end >= state.posMax) return false
    if (!silent) state.push('comment', '', 0)
    state.pos = end + 3
    return true
  })
  md.core.ruler.at('inline', (state) => {
    for (const token of state.tokens) {
      if (token.type !== 'inline') continue
      token.children ??= []
      if (marksIn(token.content) <= mostMarks) md.inline.parse(token.content, md, state.env, token.children)
      else {
        const text = new state.Token('text', '', 0)
        text.content = token.content
        token.children.push(text)
      }
    }
  })
  md.core.ruler.push('pictures', ({ tokens }) => {
    for (const { children } of tokens) {
      let depth = 0
      for (const token of children ?? []) {
        depth += token.type === 'link_open' ? 1 : token.type === 'link_close' ? -1 : 0
        if (token.type === 'image') token.meta = { isInLink: depth > 0 }
      }
    }
  })
  md.renderer.rules['comment'] = () => ''
  md.renderer.rules.link_open = (tokens, i) => {
    const href = String(tokens[i]!.attrGet('href') ?? '')
    return isFollowed(href) ? `<a href="${md.utils.escapeHtml(href)}" rel="noopener noreferrer nofollow">` : '<a>'
  }
  md.renderer.rules.image = (tokens, i, options, env, self) => {
    const token = tokens[i]!
    const src = String(token.attrGet('src') ?? '')
    const alt = md.utils.escapeHtml(self.renderInlineAsText(token.children ?? [], options, env))
    if (isPicture(src)) return `<img src="${md.utils.escapeHtml(src)}" alt="${alt}">`
    const { isInLink } = token.meta as { isInLink: boolean }
    const text = alt || md.utils.escapeHtml(src.slice(0, 200))
    return isInLink || !isFollowed(src)
      ? `<span class="picture">${text}</span>`
      : `<a class="picture" href="${md.utils.escapeHtml(src)}" rel="noopener noreferrer nofollow">${text}</a>`
  }
  for (const name of ['th_open', 'td_open'])
    md.renderer.rules[name] = (tokens, i) => {
      const { tag } = tokens[i]!
      const align = /right|center/.exec(String(tokens[i]!.attrGet('style') ?? ''))?.[0]
      return align ? `<${tag} class="${align}">` : `<${tag}>`
    }
  md.renderer.rules.table_open = () => '<div class="table"><table>\n'
  md.renderer.rules.table_close = () => '</table></div>\n'
  return (markdown) => md.render(markdown)
}

/** Where the last end of a comment begins, in the text that was asked for last; -1 where there is none. */
function lastEndIn(): (text: string) => number {
  let [known, end] = ['', -1]
  return (text) => {
    if (text !== known) [known, end] = [text, text.lastIndexOf('-->')]
    return end
  }
}

const isFollowed = (href: string): boolean => /^(?:https:\/\/|mailto:)[^\s]/i.test(href)

/** Small enough to be shown, and of a kind that can only be seen. */
export const isPicture = (src: string): boolean =>
  /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/.test(src)

/** The last line of a comment that stands alone; undefined of other text, and of one without an end. */
function commentEnd(lines: (line: number) => string, start: number, end: number): number | undefined {
  if (!lines(start).startsWith('<!--')) return undefined
  for (let line = start; line < end; line++) {
    const text = lines(line)
    const at = text.indexOf('-->', line === start ? 4 : 0)
    if (at >= 0) return text.slice(at + 3).trim() === '' ? line : undefined
  }
  return undefined
}
