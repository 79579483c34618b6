import type { CardFinding } from '../core/card/card'
import { lintCard } from '../core/card/lint'
import { parseCard } from '../formats/card/parseCard'
import { sha256Hex } from '../log/canonical'

/** What a card lacks by itself, whatever version it is to be of. */
export const lintText = (text: string): CardFinding[] => lintCard(parseCard(text), null, { sha256: sha256Hex })
