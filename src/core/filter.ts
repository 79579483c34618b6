import { badFilter } from './errors'
import { own } from './own'

/**
 * What `search` and `--filter` ask: comparisons joined by AND, OR, NOT and parentheses.
 * MLflow's grammar (comparisons joined by AND) is a part of it.
 */
export type Filter =
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; inner: Filter }
  | { kind: 'compare'; field: Field; operator: Operator; value: Value }

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'ILIKE' | 'IN' | 'NOT IN'
export type Value = string | number | (string | number)[]

export interface Field {
  /** `metrics`, `params` and `tags` have a key; an attribute has none. */
  group: 'metrics' | 'params' | 'tags' | 'attribute'
  key: string
}

export const attributes = [
  'model',
  'version',
  'stage',
  'alias',
  'label',
  'author',
  'at',
  'digest',
  'id',
  'run',
  'description',
] as const

/** Other words for attributes, as MLflow has them. */
const synonyms: Record<string, string> = {
  name: 'model',
  number: 'version',
  version_number: 'version',
  current_stage: 'stage',
  aliases: 'alias',
  run_id: 'run',
  created: 'at',
  creation_timestamp: 'at',
}

/** Throws bad-filter with the place where it stops making sense. */
export function parseFilter(text: string): Filter {
  const tokens = tokensOf(text)
  let next = 0
  const peek = () => tokens[next]
  const problem = (what: string) => badFilter(what, peek()?.at ?? text.length)
  const isWord = (word: string) => peek()?.kind === 'word' && peek()!.text.toUpperCase() === word
  const take = (word: string) =>
    isWord(word) || (peek()?.kind === 'sign' && peek()!.text === word) ? tokens[next++] : undefined

  function either(): Filter {
    let left = both()
    while (take('OR')) left = { kind: 'or', left, right: both() }
    return left
  }
  function both(): Filter {
    let left = one()
    while (take('AND')) left = { kind: 'and', left, right: one() }
    return left
  }
  function one(): Filter {
    if (take('NOT')) return { kind: 'not', inner: one() }
    if (!take('(')) return comparison()
    const inner = either()
    if (!take(')')) throw problem('a ) is missing')
    return inner
  }
  function comparison(): Filter {
    const field = fieldOf()
    const operator = operatorOf()
    const value = operator.endsWith('IN') ? listOf() : valueOf()
    const comparesText = operator === 'LIKE' || operator === 'ILIKE'
    if (field.group === 'metrics' && (typeof value !== 'number' || comparesText))
      throw problem('a metric is compared with a number')
    return { kind: 'compare', field, operator, value }
  }
  function fieldOf(): Field {
    const token = peek()
    if (token?.kind !== 'word' && token?.kind !== 'quoted')
      throw problem('a field such as metrics.f1, tags.team or stage is expected')
    next++
    const name = token.kind === 'word' ? token.text : (own(synonyms, token.text) ?? token.text)
    const dot = name.indexOf('.')
    if (dot < 0) return attribute(own(synonyms, name.toLowerCase()) ?? name.toLowerCase(), token.at)
    const group = own(groups, name.slice(0, dot).toLowerCase())
    if (!group) throw badFilter(`"${name.slice(0, dot)}" is none of metrics, params, tags`, token.at)
    const rest = name.slice(dot + 1)
    const key = rest || (peek()?.kind === 'quoted' || peek()?.kind === 'text' ? tokens[next++]!.text : '')
    if (!key) throw problem(`a name after ${group}. is expected`)
    return group === 'attribute' ? attribute(own(synonyms, key) ?? key, token.at) : { group, key }
  }
  function attribute(key: string, at: number): Field {
    if (!attributes.includes(key as (typeof attributes)[number]))
      throw badFilter(`"${key}" is not a field; fields are ${attributes.join(', ')}, metrics.…, params.…, tags.…`, at)
    return { group: 'attribute', key }
  }
  function operatorOf(): Operator {
    const token = peek()
    const word = token?.text.toUpperCase()
    if (token?.kind === 'compare') return (next++, (word === '==' ? '=' : word === '<>' ? '!=' : word) as Operator)
    if (token?.kind === 'word' && (word === 'LIKE' || word === 'ILIKE' || word === 'IN')) return (next++, word)
    if (take('NOT') && take('IN')) return 'NOT IN'
    throw problem('one of = != < <= > >= LIKE ILIKE IN is expected')
  }
  function valueOf(): string | number {
    const token = peek()
    if (token?.kind === 'text' || token?.kind === 'quoted') return (next++, token.text)
    if (token?.kind === 'word' && token.text !== '' && Number.isFinite(Number(token.text)))
      return (next++, Number(token.text))
    throw problem("a number or a 'quoted text' is expected")
  }
  function listOf(): (string | number)[] {
    if (!take('(')) throw problem('a list such as (1, 2) is expected')
    const values = [valueOf()]
    while (take(',')) values.push(valueOf())
    if (!take(')')) throw problem('a ) is missing')
    return values
  }

  const filter = either()
  if (peek()) throw problem(`"${peek()!.text}" is not expected here`)
  return filter
}

const groups: Record<string, Field['group']> = {
  metrics: 'metrics',
  metric: 'metrics',
  params: 'params',
  param: 'params',
  parameters: 'params',
  tags: 'tags',
  tag: 'tags',
  attributes: 'attribute',
  attribute: 'attribute',
}

interface Token {
  kind: 'word' | 'text' | 'quoted' | 'compare' | 'sign'
  text: string
  at: number
}

/** 'single quotes' hold text, "double quotes" and `back quotes` hold names. */
function tokensOf(text: string): Token[] {
  const pattern =
    /\s+|(?<compare><=|>=|!=|<>|==|[=<>])|(?<sign>[(),])|'(?<text>(?:[^']|'')*)'|"(?<double>[^"]*)"|`(?<back>[^`]*)`|(?<word>[^\s=<>!(),'"`]+)/gy
  const tokens: Token[] = []
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.groups
    if (!found) throw badFilter('a quote is not closed, or a sign has no meaning', at)
    const { compare, sign, text: quoted, double, back, word } = found
    if (compare) tokens.push({ kind: 'compare', text: compare, at })
    else if (sign) tokens.push({ kind: 'sign', text: sign, at })
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replaceAll("''", "'"), at })
    else if (double !== undefined || back !== undefined) tokens.push({ kind: 'quoted', text: (double ?? back)!, at })
    else if (word) tokens.push({ kind: 'word', text: word, at })
  }
  return tokens
}
