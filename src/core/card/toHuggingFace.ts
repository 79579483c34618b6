import { own } from '../own'
import { blocksOf } from './blocks'
import type { Card, CardFacts } from './card'
import { template } from './huggingFaceHeadings'
import { markdownParts, withoutBlankEnds } from './markdownParts'
import { modelIndex } from './modelIndex'
import { sectionOf } from './sections'
import { below, shifted } from './shifted'

/** The relations that Hugging Face has a word for. */
const relations: Record<string, string> = {
  'fine-tuned-from': 'finetune',
  'distilled-from': 'finetune',
  'merged-from': 'merge',
  'quantized-from': 'quantized',
}

/** A card as Hugging Face reads it: its template, with what people say, and what the record says as tables. */
export function toHuggingFace(
  card: Card,
  facts: CardFacts,
): { frontMatter: Record<string, unknown>; markdown: string } {
  return { frontMatter: frontMatterOf(card.meta, facts), markdown: bodyOf(card, facts) }
}

/** Every key that is there stays, in its place; ours come after them. */
function frontMatterOf(meta: Card['meta'], facts: CardFacts): Record<string, unknown> {
  const index = modelIndex(meta['model-index'], meta['pipeline_tag'], facts)
  return {
    ...meta,
    ...('base_model' in meta ? {} : baseModel(facts)),
    ...(index === undefined ? {} : { 'model-index': index }),
  }
}

/** What it was made from. Another version of the same model is none: on the Hub that is the same repository. */
function baseModel({ model, parents }: CardFacts): Record<string, unknown> {
  const others = parents.flatMap(({ reference, relation }) => {
    const name = reference.replace(/@[^@]*$/, '')
    return name === model ? [] : [{ name, relation: own(relations, relation) }]
  })
  const names = [...new Set(others.map(({ name }) => name))]
  const [relation, ...more] = new Set(others.map(({ relation: word }) => word))
  if (!names.length) return {}
  return {
    base_model: names.length === 1 ? names[0] : names,
    ...(relation && !more.length ? { base_model_relation: relation } : {}),
  }
}

function bodyOf(card: Card, facts: CardFacts): string {
  const blocks = blocksOf(facts)
  const texts: string[] = [automatic('title', `# Model Card for ${facts.model} ${facts.version}`)]
  const summary = own(card.statements, 'summary')
  if (summary)
    texts.push(...(markdownParts(summary).some(({ title }) => title) ? ['## Summary'] : []), below(2, summary))
  /** Headings that are written as soon as something stands below them. */
  let waiting: { level: number; text: string }[] = []
  for (const { level, title, id } of template) {
    if (id === 'cite' && card.others.trim()) texts.push(card.others.trim())
    waiting = waiting.filter((heading) => heading.level < level)
    const heading = `${'#'.repeat(level)} ${title}`
    const block = id ? own(blocks, id) : undefined
    const said = id ? withoutBlankEnds(own(card.statements, id) ?? '') : ''
    if (!block && !said) {
      waiting.push({ level, text: heading })
      continue
    }
    texts.push(...waiting.map(({ text }) => text), heading)
    waiting = []
    if (block) texts.push(automatic(id!, block))
    if (said) texts.push(below(level, shifted(said, level - sectionOf(id!)!.level)))
  }
  return `${texts.join('\n\n')}\n`
}

/** So that it is left out when the text is imported: nobody wrote it. */
const automatic = (id: string, text: string): string => `<!-- auto:begin ${id} -->\n${text}\n<!-- auto:end -->`
