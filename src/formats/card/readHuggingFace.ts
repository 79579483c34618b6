import { isMap, LineCounter, parseDocument } from 'yaml'
import { badFile } from '../../core/errors'
import { isTooDeep, jsonOf, keepWriting, vendorKey } from './frontMatter'

/** The front matter of a README.md, as JSON, and the text below it. Throws bad-file with the line and column. */
export function readHuggingFace(given: string, name: string): { meta: Record<string, unknown>; markdown: string } {
  if (given.includes('\0')) throw badFile(name, 'it is no text')
  const text = given.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const opening = /^---[ \t]*\n/.exec(text)?.[0]
  if (!opening) return { meta: {}, markdown: text }
  const closing = /^(?:---|\.\.\.)[ \t]*(?:\n|$(?![\s\S]))/gm
  closing.lastIndex = opening.length
  const end = closing.exec(text)
  if (!end) throw badFile(name, 'its front matter begins on line 1 and has no end, a line of three dashes')
  return {
    meta: metaOf(text.slice(opening.length, end.index), name),
    markdown: text.slice(end.index + end[0].length),
  }
}

function metaOf(yaml: string, name: string): Record<string, unknown> {
  const lines = new LineCounter()
  // The line of dashes is above it.
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `line ${line + 1}, column ${col}`
  }
  const broken = (place: string, why: string) => badFile(name, `its front matter is no YAML: ${place}: ${why}`)
  if (isTooDeep(yaml)) throw badFile(name, 'its front matter is nested too deeply')
  let value: unknown
  try {
    const document = parseDocument(yaml, { prettyErrors: false, logLevel: 'silent', merge: true, lineCounter: lines })
    const [error] = document.errors
    if (error) throw broken(at(error.pos[0]), error.message)
    if (document.contents !== null && !isMap(document.contents)) throw broken('line 2, column 1', 'it has no keys')
    keepWriting(document)
    value = document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    if (error instanceof ReferenceError) throw broken('line 2, column 1', error.message)
    throw error
  }
  const { [vendorKey]: _ours, ...meta } = jsonOf(value ?? {}) as Record<string, unknown>
  return meta
}
