import { type Document, isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import type { Path } from '../core/policy/problem'

/** From 1, in UTF-16 code units, as editors count; the end is behind the last character. */
export interface Place {
  line: number
  column: number
  endLine: number
  endColumn: number
}

export interface YamlText {
  /** What it says; undefined when it is no YAML, or empty. */
  value: unknown
  /** Why it is no YAML. */
  problems: (Place & { message: string })[]
  /** Where a value, or the key at the end of a path, is written: what an alias or `<<` brings along, at its anchor. */
  placeOf(path: Path, isKey: boolean): Place
}

type Node = { range?: readonly [number, number, number] | null | undefined }

export const yamlOptions = { prettyErrors: false, merge: true, logLevel: 'error' } as const

/** What a YAML text says, and where. */
export function yamlText(written: string): YamlText {
  const text = written.replace(/^\uFEFF/, '')
  const lines = new LineCounter()
  const document = parseDocument(text, { ...yamlOptions, lineCounter: lines })
  const place = ([start, end]: readonly [number, number]): Place => {
    const [from, to] = [lines.linePos(start), lines.linePos(Math.max(start, end))]
    return { line: from.line, column: from.col, endLine: to.line, endColumn: to.col }
  }
  const placeOf = (path: Path, isKey: boolean) => place(rangeOf(document, path, isKey))
  const broken = document.errors.map(({ pos, message }) => ({ ...place(pos), message: `${message}.` }))
  if (broken.length) return { value: undefined, problems: broken, placeOf }
  try {
    return { value: document.toJS() as unknown, problems: [], placeOf }
  } catch (error) {
    return { value: undefined, problems: [{ ...place(danglingAlias(document)), message: said(error) }], placeOf }
  }
}

const said = (error: unknown): string => `${(error as Error).message}.`

/** An alias without its anchor; the beginning when it is something else that aliases do. */
function danglingAlias(document: Document): readonly [number, number] {
  let found: readonly [number, number] = [0, 0]
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document)) return undefined
      found = ends(alias) ?? found
      return visit.BREAK
    },
  })
  return found
}

function rangeOf(document: Document, path: Path, isKey: boolean): readonly [number, number] {
  let node: unknown = document.contents
  let key: unknown
  for (const step of path) {
    const below = stepInto(document, node, step)
    if (!below) break
    ;({ node, key } = below)
  }
  if (isKey && key !== undefined) return ends(key) ?? [0, 0]
  // Of what goes over several lines only the name is marked.
  if (isCollection(node) || isEmpty(node)) return ends(key) ?? ends(firstKey(node)) ?? oneOf(ends(node))
  return ends(node) ?? ends(key) ?? [0, 0]
}

function stepInto(document: Document, from: unknown, step: string | number) {
  const node = isAlias(from) ? from.resolve(document) : from
  if (isSeq(node)) {
    const inner = node.items[Number(step)]
    return inner === undefined ? undefined : { node: inner, key: undefined }
  }
  const pair = pairIn(document, node, String(step))
  return pair && { node: pair.value, key: pair.key }
}

/** The pair with a key in a mapping, or in what `<<` merges into it. */
function pairIn(document: Document, from: unknown, key: string): { key: unknown; value: unknown } | undefined {
  const node = isAlias(from) ? from.resolve(document) : from
  if (isSeq(node)) return firstOf(node.items, (item) => pairIn(document, item, key))
  if (!isMap(node)) return undefined
  return (
    node.items.find((pair) => keyText(pair.key) === key) ??
    firstOf(node.items.filter(isMerge), (pair) => pairIn(document, pair.value, key))
  )
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

/** A key as it is in the value that the document stands for. */
export const keyText = (key: unknown): string | undefined =>
  isScalar(key) ? (key.value === null ? '' : String(key.value)) : undefined

const isMerge = ({ key }: { key: unknown }): boolean => isScalar(key) && key.source === '<<'
const isCollection = (node: unknown): boolean => isMap(node) || isSeq(node)
const isEmpty = (node: unknown): boolean =>
  node === null || node === undefined || (isScalar(node) && node.value === null)
const firstKey = (node: unknown): unknown => {
  const item: unknown = isCollection(node) ? (node as { items: unknown[] }).items[0] : undefined
  return isPair(item) ? item.key : undefined
}
const ends = (node: unknown): readonly [number, number] | undefined => {
  const range = (node as Node | null | undefined)?.range
  return range ? [range[0], range[1]] : undefined
}
const oneOf = (range: readonly [number, number] | undefined): readonly [number, number] =>
  range ? [range[0], Math.min(range[0] + 1, range[1])] : [0, 0]
