import { isMap, isPair, isSeq, parseDocument, type Scalar, visit } from 'yaml'
import type { Path } from '../core/policy/problem'
import { keyText, yamlOptions } from './yamlText'

/** Where somebody types in a YAML text, which need not be whole. */
export interface Cursor {
  /** Of the mapping that a key is typed into, or of the value that is typed. */
  path: Path
  at: 'key' | 'value'
  /** The word that is typed, by its offsets. */
  from: number
  to: number
  /** The keys that are in the mapping already. */
  siblings: string[]
  /** What the text says without the word. */
  document: unknown
  /** The colon of the key is there already. */
  hasColon: boolean
  /** It is alone on its line, so that it may become anything: a key, or the entry of a list. */
  isAlone: boolean
  /** It is the entry of a list, behind a dash. */
  isEntry: boolean
}

const placeholder = 'placeholderOfTheWord'

/** Undefined in a comment, and where nothing can be said. */
export function configCursor(text: string, offset: number): Cursor | undefined {
  const word = /[^\s,[\]{}"'#]*$/.exec(text.slice(0, offset))![0]
  const rest = /^[^\s,[\]{}"'#]*/.exec(text.slice(offset))![0]
  const [from, to] = [offset - word.length, offset + rest.replace(/:$/, '').length]
  const before = text.slice(text.lastIndexOf('\n', from - 1) + 1, from)
  if (/(^|\s)#/.test(before)) return undefined
  const after = /^[^\r\n]*/.exec(text.slice(to))![0]
  const isAlone = /^\s*(- +)*$/.test(before) && /^\s*(#.*)?$/.test(after)
  const whole = `${text.slice(0, from)}${placeholder}${isAlone ? ':' : ''}${text.slice(to)}`
  const place = { from, to, hasColon: /^["']?\s*:(\s|$)/.test(after), isAlone, isEntry: /- +$/.test(before) }
  return { ...find(whole, (scalar) => String(scalar.value).includes(placeholder)), ...place } as Cursor
}

/** The key or value that somebody points at. */
export function configAt(
  text: string,
  offset: number,
): { path: Path; from: number; to: number; document: unknown } | undefined {
  const isAt = ({ range }: Scalar) => range && range[0] <= offset && offset < range[1]
  const found = find(text, isAt)
  const range = found?.range
  if (!found || !range) return undefined
  const path = found.at === 'key' ? [...found.path, String(found.scalar.value)] : found.path
  return { path, from: range[0], to: range[1], document: found.document }
}

function find(text: string, isMeant: (scalar: Scalar) => unknown) {
  const document = parseDocument(text, yamlOptions)
  let found: { path: Path; at: 'key' | 'value'; siblings: string[]; scalar: Scalar } | undefined
  visit(document, {
    Scalar: (key, scalar, ancestors) => {
      if (!isMeant(scalar)) return undefined
      const path = pathOf([...ancestors, scalar])
      const map = ancestors.at(-2)
      const siblings = isMap(map)
        ? map.items.flatMap((pair) => (pair.key === scalar ? [] : (keyText(pair.key) ?? [])))
        : []
      found =
        key === 'key'
          ? { path: path.slice(0, -1), at: 'key', siblings, scalar }
          : { path, at: 'value', siblings: [], scalar }
      return visit.BREAK
    },
  })
  return found && { ...found, range: found.scalar.range, document: valueOf(document) }
}

function pathOf(nodes: readonly unknown[]): Path {
  return nodes.flatMap((node, i) => {
    if (isPair(node)) return keyText(node.key) ?? []
    return isSeq(node) && i + 1 < nodes.length ? node.items.indexOf(nodes[i + 1]) : []
  })
}

function valueOf(document: { toJS(): unknown }): unknown {
  try {
    return document.toJS()
  } catch {
    // What it says with the aliases that it has is not known.
    return undefined
  }
}
