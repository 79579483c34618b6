import type { Card } from './card'
import { holdsOthers, sectionFor } from './huggingFaceHeadings'
import { sectionOf } from './sections'
import { type MarkdownPart, markdownParts } from './markdownParts'
import { withoutPlaceholders } from './placeholders'
import { shifted } from './shifted'

/** A card that was read from one of Hugging Face, and what became of its headings. */
export interface FromHuggingFace {
  card: Card
  /** What stands where now, in the order of the text. The text above all headings has the heading ''. */
  mapped: readonly { heading: string; section: string }[]
  /** The headings of what was kept as it is. */
  kept: readonly string[]
  /** The headings under which nobody had written anything. */
  empty: readonly string[]
}

/** Reads the text of a Hugging Face card. Nothing that somebody wrote is lost; what the template asks for is left out. */
export function fromHuggingFace(meta: Readonly<Record<string, unknown>>, markdown: string): FromHuggingFace {
  const statements = new Map<string, string[]>()
  const others: string[] = []
  const mapped: { heading: string; section: string }[] = []
  const kept: string[] = []
  const empty: string[] = []
  const parts = markdownParts(withoutOurs(markdown.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')))
  const titleAt = titleIn(parts)
  /** The headings around a part, with their sections; `null` is what is none of ours. */
  let around: { level: number; top: number; section: string | null | undefined }[] = []

  const say = (section: string, text: string) => {
    const said = statements.get(section)
    if (said) said.push(text)
    else statements.set(section, [text])
  }

  for (const [i, part] of parts.entries()) {
    const { level, title } = part
    const body = withoutPlaceholders(part.body)
    if (level === 0 || i === titleAt) {
      const text = [i === titleAt ? titleText(title) : '', body].filter(Boolean).join('\n\n')
      if (text) say('summary', text)
      if (body) mapped.push({ heading: title, section: 'summary' })
      continue
    }
    around = around.filter((heading) => heading.level < level)
    const above = around.findLast(({ section }) => section !== undefined)
    const parent = above?.section
    const section = parent === null ? undefined : sectionFor(title)
    const holdsText = body !== '' || (parts[i + 1]?.level ?? 0) > level
    const isApart = holdsOthers(title) || level === 1
    around.push(
      section || isApart ? { level, top: level, section } : { level, top: above?.top ?? level, section: parent },
    )
    if (section) {
      if (body) say(section, statements.has(section) ? `**${title}**\n\n${body}` : body)
      if (body) mapped.push({ heading: title, section })
      else if (!holdsOthers(title) && !holdsText) empty.push(title)
    } else if (part.body && !holdsText) empty.push(title)
    else if (parent) {
      say(parent, shifted(textOf({ ...part, body }), sectionOf(parent)!.level - above!.top))
      mapped.push({ heading: title, section: parent })
    } else if (parent === null) others.push(textOf({ ...part, body }))
    else if (body || !holdsOthers(title)) {
      if (level > 1) around.at(-1)!.section = null
      others.push(textOf({ ...part, body }))
      kept.push(title)
    }
  }
  const card: Card = {
    meta,
    statements: Object.fromEntries([...statements].map(([section, texts]) => [section, texts.join('\n\n')])),
    inherited: {},
    blocks: {},
    others: groups(others).join('\n\n'),
  }
  return { card, mapped, kept, empty }
}

/** The part whose heading names the model: the first of level 1, or else the very first, if it is about no section. */
function titleIn(parts: readonly MarkdownPart[]): number {
  const first = parts.findIndex(({ level }) => level > 0)
  const top = parts.findIndex(({ level }) => level === 1)
  const at = top < 0 ? first : top
  const title = parts[at]?.title ?? ''
  if (at < 0 || (sectionFor(title) && !isModelCard(title)) || (top < 0 && holdsOthers(title))) return -1
  return at
}

const isModelCard = (title: string): boolean => /^\W*model card\b/i.test(title)

/** The name that somebody gave the card, unless it says no more than that it is one. */
const titleText = (title: string): string =>
  /^(?:model card(?: for (?:model id|\{\{.*\}\}))?)?$/i.test(title.trim()) ? '' : `**${title}**`

const textOf = ({ level, title, body }: MarkdownPart): string =>
  [`${'#'.repeat(level)} ${title}`.trimEnd(), body].filter(Boolean).join('\n\n')

/** What is none of ours, with its topmost headings on the level of sections, so that it is no part of another one. */
function groups(texts: readonly string[]): string[] {
  const found: string[][] = []
  let top = 7
  for (const text of texts) {
    const level = /^#+/.exec(text)![0].length
    if (level <= top || !found.length) {
      found.push([])
      top = level
    }
    found.at(-1)!.push(text)
  }
  return found.map((group) => {
    const text = group.join('\n\n')
    const level = /^#+/.exec(text)![0].length
    return level === 2 ? text : shifted(text, 2 - level)
  })
}

/** Without what we wrote ourselves: blocks, the title of a card of ours, and what its sections are found by. */
function withoutOurs(markdown: string): string {
  const kept: string[] = []
  let at = 0
  let begin: number | undefined
  for (const { 0: line, 1: word, index } of markdown.matchAll(/^<!--[ \t]*auto:(begin|end)\b[^\n]*-->[ \t]*$\n?/gm)) {
    if (word === 'begin') begin ??= index
    else if (begin !== undefined) {
      kept.push(markdown.slice(at, begin))
      at = index + line.length
      begin = undefined
    }
  }
  return [...kept, markdown.slice(at)]
    .join('')
    .replace(/^# [^\n]*\n<!-- card:summary -->[ \t]*$\n?/m, '')
    .replace(/^<!-- card:[\w.]+ -->[ \t]*$\n?/gm, '')
}
