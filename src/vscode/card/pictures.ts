import { pictureName } from '../../core/card/pictureName'
import type { Engine } from '../engine'
import type { CardPlace } from '../files/place'

/** How much is handed over to a page: of one picture, and of all of a card, in bytes. */
const limits = { one: 2_000_000, all: 8_000_000 }

const types: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml',
}

/** Pictures among a version's own files that a card shows, as `data:` addresses. What is read once is kept. */
export function pictures(engine: Pick<Engine, 'call'>, { folder, model, version }: CardPlace) {
  const known = new Map<string, string>()
  return async (text: string): Promise<Record<string, string>> => {
    let room = limits.all
    const found: Record<string, string> = {}
    for (const name of namesIn(text)) {
      const picture = known.get(name) ?? (await load(name, Math.min(limits.one, room)))
      known.set(name, picture)
      if (!picture || picture.length > room) continue
      room -= picture.length
      found[name] = picture
    }
    return found
  }

  /** Empty where there is no such picture, or where it is too large. */
  async function load(name: string, limit: number): Promise<string> {
    const type = types[name.split('.').at(-1)!.toLowerCase()]
    const path = pathOf(name)
    if (!type) return ''
    try {
      const bytes = await engine.call(folder, 'readFile', { reference: `${model}@${version}`, path, limit })
      return `data:${type};base64,${Buffer.from(bytes).toString('base64')}`
    } catch {
      return ''
    }
  }
}

/** What pictures a Markdown text names, without those of the web and those that it holds itself. */
function namesIn(text: string): string[] {
  const named = [...text.matchAll(image)].map(([, bracketed, plain]) => pictureName(bracketed ?? plain!))
  return [...new Set(named)].filter((name) => !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(name)).slice(0, 50)
}
/** `![…](name)` or `![…](<name>)`; in the former there may be parentheses, in the latter blanks. */
const image = /!\[[^[\]]{0,1000}\]\(\s{0,9}(?:<([^<>\n]{1,500})>|((?:[^\s()<>]|\([^\s()]{0,200}\)){1,500}))/g

/** `files/plot.png`, `./plot.png` and `plot.png` are the same file. */
const pathOf = (name: string): string => name.replace(/^(\.\/)?(files\/)?/, '')
