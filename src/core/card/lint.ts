import type { CardFacts, CardFinding, ParsedCard } from './card'
import { annexCoverage } from './annex'
import { own } from '../own'
import { lintMetrics } from './lintMetrics'
import { lintLicense, lintParents } from './lintMeta'
import { lintBlocks, lintRecord } from './lintRecord'
import { lintStatements } from './lintStatements'

export interface LintOptions {
  /** So many words a required statement has at least. */
  minWords?: number
  /** So many rows a slice has at least. */
  minRows?: number
  /** So far from the whole, as a part of it, a slice may be without being told of. */
  maxGap?: number
  /** So many percent of Annex IV are to be spoken to; not asked when it is left out. */
  annexIV?: number
  /** With it, automatic blocks are checked for changes by hand. */
  sha256?: (text: string) => string
  /** When the card was saved, and by whom; null when it was not. */
  saved?: { at: string; by: CardFacts['author'] } | null
}

/** What a rule of the lint says, without where. */
export type Found = Omit<CardFinding, 'line' | 'endLine'> & {
  /** A key of the front matter that it is about. */
  key?: string
}

export interface Linted<Facts = CardFacts> {
  card: ParsedCard['card']
  facts: Facts
  options: Required<Pick<LintOptions, 'minWords' | 'minRows' | 'maxGap'>> & LintOptions
}

/**
 * What a card lacks or has wrong, in the order of its lines; errors are what a complete card must not have. Without
 * facts, what it lacks whatever version it is of.
 */
export function lintCard(parsed: ParsedCard, facts: CardFacts | null, options: LintOptions = {}): CardFinding[] {
  const linted = {
    card: parsed.card,
    options: { minWords: 5, minRows: 100, maxGap: 0.1, ...options },
  }
  const found = [
    ...[lintStatements, lintLicense, lintBlocks].flatMap((rule) => rule({ ...linted, facts })),
    ...(facts ? [lintParents, lintRecord, lintMetrics, lintAnnex].flatMap((rule) => rule({ ...linted, facts })) : []),
  ]
  const placed = found.map(({ key, ...finding }): CardFinding => {
    const place = own(parsed.places, key === undefined ? finding.field : `meta.${key}`)
    return place ? { ...finding, ...place } : finding
  })
  const last = Number.MAX_SAFE_INTEGER
  return [...parsed.problems, ...placed].toSorted((a, b) => (a.line ?? last) - (b.line ?? last))
}

/** Is there nothing that `card: complete` would refuse? */
export const isComplete = (findings: readonly CardFinding[]): boolean =>
  !findings.some(({ severity }) => severity === 'error')

function lintAnnex({ card, facts, options: { annexIV } }: Linted): Found[] {
  if (annexIV === undefined) return []
  const coverage = annexCoverage(card, facts)
  const percent = Math.floor((100 * coverage.filter(({ covered }) => covered).length) / coverage.length)
  if (percent >= annexIV) return []
  const missing = coverage.filter(({ covered }) => !covered).map(({ item }) => item)
  return [
    {
      ...{ code: 'card/annexIV-coverage', severity: 'info', field: 'more' },
      message: `The card speaks to ${percent} % of Annex IV, and ${annexIV} % are asked for; nothing is said on ${missing.join(', ')}.`,
    },
  ]
}
