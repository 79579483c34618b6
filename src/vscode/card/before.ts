import type { CheckedCard } from '../../operations/checkCard'
import type { CardView } from '../../operations/readCard'
import type { Engine } from '../engine'
import type { OpenCard } from './openCard'

/** What there was before a card: the one of the version before, and where its statements come from. */
export interface Before {
  text: string
  statements: Readonly<Record<string, string>>
  /** How a person names the versions that statements were taken from, by their ids. */
  origins: Readonly<Record<string, string>>
}

export async function beforeOf(
  { before, place: { folder, model } }: OpenCard,
  engine: Pick<Engine, 'call'>,
  { previous }: CardView,
  { card: { inherited } }: CheckedCard,
): Promise<Before> {
  const statements =
    !previous || before?.text === previous.text
      ? (before?.statements ?? {})
      : (await engine.call(folder, 'checkCard', previous)).card.statements
  const ids = [...new Set(Object.values(inherited))]
  const known = before?.origins ?? {}
  const origins = await Promise.all(
    ids.map(async (id): Promise<[string, string]> => [id, known[id] ?? (await nameOf(id))]),
  )
  return { text: previous?.text ?? '', statements, origins: Object.fromEntries(origins) }

  /** Of another model it may be, or of none: the text can say anything. */
  async function nameOf(id: string): Promise<string> {
    const short = id.slice(0, 12)
    if (!/^[0-9a-f]{4,64}$/.test(id)) return short
    const found = await engine.call(folder, 'findVersion', { reference: `${model}@${id}` }).catch(() => undefined)
    return found ? `${found.model}@${found.version}` : short
  }
}
