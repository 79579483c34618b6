import type { GateReport } from '../gate/report'
import type { Metric } from '../metric'
import type { Actor, Code, DatasetRef, Environment, FileEntry, Param, Relation, Signature } from '../record'

/**
 * A model card as people edit it: one Markdown file with front matter. What people say is in sections, found by their
 * ids; what the record says is in blocks, which are written anew and never read.
 */
export interface Card {
  /** The front matter as Hugging Face knows it, without our own key. JSON. */
  meta: Readonly<Record<string, unknown>>
  /** By the id of a section: what people say, as Markdown. Sections without text are left out. */
  statements: Readonly<Record<string, string>>
  /** By the id of a section: the id of the version whose card it was taken from, until somebody affirms it. */
  inherited: Readonly<Record<string, string>>
  /** By id, as the text has them. `stated` is the sha256 that stands at its beginning. */
  blocks: Readonly<Record<string, { text: string; stated: string }>>
  /** What stands under headings that are none of ours, as Markdown, headings included. Kept as it is. */
  others: string
}

export type Severity = 'error' | 'warning' | 'info'

/** Something that a card lacks or has wrong. */
export interface CardFinding {
  /** Such as `card/placeholder`. */
  code: string
  severity: Severity
  /** The id of the section that it is about. */
  field: string
  message: string
  /** Where in the text; from 1. Absent where there is no text for it. */
  line?: number
  endLine?: number
}

/** A card as it was read out of a text. */
export interface ParsedCard {
  card: Card
  /** By the id of a section, or of a key of the front matter: the lines of its content, from 1. */
  places: Readonly<Record<string, { line: number; endLine: number }>>
  /** What is wrong with the text as such: YAML that is none, an anchor twice. */
  problems: readonly CardFinding[]
}

/**
 * What is to be different: a statement, which counts as affirmed then; that one still holds; a key of the front matter,
 * which null removes.
 */
export type CardChange = { field: string; text: string } | { affirm: string } | { meta: string; value: unknown }

/** What the record and the log say of a version, for its card. Nobody writes it. */
export interface CardFacts {
  model: string
  version: number
  id: string
  digest: string
  at: string
  author: Actor
  stage: string
  aliases: readonly string[]
  label: string | null
  description: string
  files: readonly FileEntry[]
  /** How many there are, and their bytes, where not all are listed. */
  fileCount: number
  bytes: number
  params: Readonly<Record<string, Param>>
  data: readonly DatasetRef[]
  code: Code | null
  environment: Environment
  signature: Signature | null
  run: string | null
  parents: readonly { reference: string; id: string; relation: Relation }[]
  /** The latest values. */
  metrics: readonly Metric[]
  /** What differs from the first parent, or else from the version before; null where there is neither. */
  changes: { reference: string; lines: readonly string[] } | null
  /** Which values of a metric are better, as far as anybody said. */
  directions: Readonly<Record<string, 'higher' | 'lower'>>
  /** What the metrics are held against: the holder of the last stage, or else the first parent. */
  baseline: { reference: string; why: string; metrics: readonly Metric[] } | null
  checks: readonly { name: string; result: 'pass' | 'fail'; at: string; by: Actor; url?: string }[]
  approvals: readonly { stage: string; at: string; by: Actor; signed: boolean; note?: string }[]
  /** The reports of the gates that it met, newest first. */
  gates: readonly { stage: string; at: string; outcome: string; digest: string; report: GateReport | null }[]
}
