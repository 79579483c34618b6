import { lintCard } from '../core/card/lint'
import type { GateCard } from '../core/gate/facts'
import { parseCard } from '../formats/card/parseCard'
import type { Before } from '../index/before'
import { sha256Hex } from '../log/canonical'
import type { Db } from '../sqlite/db'
import { factsIn, previousIn } from './factsOf'

/** A blob by its sha256, undefined where there is none; throws BlobsNeeded where it has to be fetched. */
export type BlobOf = (sha256: string) => Uint8Array | undefined

/** A version's card as a gate reads it, now or before a moment. */
export function gateCard(db: Db, id: string, before: Before | undefined, blob: BlobOf): GateCard {
  const { facts, version } = factsIn(db, id, before)!
  const saved = version.card
  const bytes = saved && blob(saved.sha256)
  if (bytes)
    return { findings: lintCard(parseCard(Buffer.from(bytes).toString('utf8')), facts, { sha256: sha256Hex, saved }) }
  if (saved) return { findings: [], missing: `its text (${saved.sha256.slice(0, 12)}) cannot be read` }
  const previous = previousIn(db, version, before)
  return { findings: [], missing: 'none was saved', ...(previous ? { previous: previous.reference } : {}) }
}
