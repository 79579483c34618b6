import * as z from 'zod'
import type { Card, CardFacts, CardFinding } from './core/card/card'
import type { MergedField } from './formats/card/mergeCards'
import type { Timeline } from './core/timeline/timeline'
import type { MetricRow } from './core/compare/metricRows'
import type { ComparedVersions } from './operations/compareVersions'
import type { Refusal } from './core/refusal'
import type { Review } from './operations/reviewPromotion'
import type { TracedLineage } from './operations/traceLineage'

export type { Review, TracedLineage }

// No code is made at run time: where messages come in, that would be asked of the host each time it starts.
z.config({ jitless: true })

// What the editor and its pages say to one another. A page gets all that it shows each time, and asks for something
// else by naming another subject; it imports the types alone.

/** Raised with every change of what is said here, so that pages that an older build left behind are not misread. */
export const protocolVersion = 1

const Reference = z.string().min(1).max(1000)
const Instant = z.iso.datetime()

/** What a page is about. Small, and kept over a reload of the window. */
export const subjects = {
  compare: z.strictObject({
    /** References of versions, or `run:<id>`, in the order of the columns. */
    columns: z.array(Reference).min(1).max(20),
    /** One of them, or another version; else the holder of the last stage. */
    baseline: Reference.optional(),
    /** The metric whose way over the steps is shown; else one that most columns have. */
    curve: z.string().max(250).optional(),
  }),
  lineage: z.strictObject({
    reference: Reference,
    /** How many steps away from it; 2, when it is left out, and 1000 for all there is. */
    depth: z.int().min(1).max(1000).optional(),
    at: Instant.optional(),
    /** Nodes whose neighbours are shown as well, a lot of them for each time that one is named. */
    expanded: z
      .array(z.strictObject({ id: Reference, side: z.enum(['before', 'after']) }))
      .max(1000)
      .optional(),
    /** The edge of which is said what changed along it. */
    edge: z.strictObject({ from: Reference, to: Reference }).optional(),
  }),
  timeline: z.strictObject({ model: Reference, at: Instant.optional() }),
  review: z.strictObject({ reference: Reference, stage: z.string().max(250).optional() }),
}

/** What a page of versions is told: changes of metrics follow from their values, and would be most of it. */
export type ToldComparison = Omit<ComparedVersions, 'metrics'> & { metrics: Omit<MetricRow, 'changes'>[] }

/** The pages, with what each is shown. */
export interface Pages {
  compare: ToldComparison
  lineage: TracedLineage
  timeline: Timeline
  review: Review
}
export type PageName = keyof Pages
export type SubjectOf<P extends PageName> = z.infer<(typeof subjects)[P]>

/** What an editor of a document shows: the document is what it is about. */
export interface Editors {
  card: ShownCard
}
export type DrawnName = PageName | keyof Editors
export type DataOf<P extends DrawnName> = (Pages & Editors)[P]

export interface Shown<P extends DrawnName> {
  type: 'show'
  v: number
  page: P
  subject: P extends PageName ? SubjectOf<P> : null
  data: DataOf<P>
  /** The workspace folder, which the page keeps for when it comes back. */
  folder: string
  /** What the page says, in the person's language, by what it is in English. */
  words: Readonly<Record<string, string>>
  /** May anything be changed from here? */
  trusted: boolean
}
export type ToPage<P extends DrawnName = PageName> =
  | Shown<P>
  /** What was asked for cannot be shown. */
  | { type: 'failed'; message: string; hint: string }
  /** A command that the page ran is done; what it answered is null where the person gave up or it was refused. */
  | { type: 'ran'; command: string; answer: unknown; refusal?: Refusal }

/** The commands that a page may run, each with values of its own. */
export const pageCommands = [
  'pedigree.approve',
  'pedigree.asOf',
  'pedigree.check',
  'pedigree.compare',
  'pedigree.lineage',
  'pedigree.openCard',
  'pedigree.openCardAsText',
  'pedigree.openFile',
  'pedigree.diffCard',
  'pedigree.diffFile',
  'pedigree.diffRecords',
  'pedigree.exportCard',
  'pedigree.importCard',
  'pedigree.promote',
  'pedigree.review',
  'pedigree.rollback',
  'pedigree.rollout',
  'pedigree.setAlias',
  'pedigree.showGate',
  'pedigree.showVersion',
  'pedigree.timeline',
  'pedigree.withdrawApproval',
] as const
export type PageCommand = (typeof pageCommands)[number]

/** What can be made of what a page shows: `png` in base64, `html` as the page's body, the others as text. */
export const savedKinds = ['svg', 'png', 'csv', 'md', 'html'] as const
export type SavedKind = (typeof savedKinds)[number]

const Value = z.union([z.string().max(10_000), z.number(), z.boolean(), z.array(z.string().max(1000)).max(100)])

/** A page is a browser: what it says is checked, and what is not of these shapes is ignored. */
export const FromPage = z.discriminatedUnion('type', [
  /** The document is loaded; `isEmpty`: nothing that came meanwhile was to be shown, so that it has to be sent again. */
  z.strictObject({ type: z.literal('ready'), isEmpty: z.boolean() }),
  z.strictObject({ type: z.literal('ask'), subject: z.unknown() }),
  z.strictObject({
    type: z.literal('run'),
    command: z.enum(pageCommands),
    args: z.record(z.string().max(100), Value),
    /** Does the page say itself that it was refused? */
    tellsRefusals: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('save'),
    /** Without its ending. */
    name: z.string().min(1).max(250),
    kind: z.enum(savedKinds),
    content: z.string().max(50_000_000),
  }),
  z.strictObject({ type: z.literal('copy'), text: z.string().max(1_000_000) }),
  /** https and mailto only. */
  z.strictObject({ type: z.literal('open'), url: z.string().max(5000) }),
  /** Something went wrong in the page. */
  z.strictObject({ type: z.literal('log'), message: z.string().max(10_000) }),
])
export type FromPage = z.infer<typeof FromPage>

/** A card as its editor shows it. */
export interface ShownCard {
  model: string
  version: number
  card: Card
  facts: CardFacts
  /** What the record says, as Markdown, by the id of a section. */
  blocks: Readonly<Record<string, string>>
  findings: readonly CardFinding[]
  saved: { by: string; at: string } | null
  /** The card of the version before it. */
  previous: { reference: string; statements: Readonly<Record<string, string>> } | null
  /** What the versions that statements were taken from are called, by their ids. */
  origins: Readonly<Record<string, string>>
  /** Texts that are too long for a form, by their field: how long they are. Of them only the beginning is shown. */
  long: Readonly<Record<string, number>>
  /** Pictures that the card shows of the version's files, as `data:` addresses by their `pictureName`. */
  pictures: Readonly<Record<string, string>>
  isDirty: boolean
  /** Why nothing can be changed here; empty where it can. */
  readonly: string
  /** Somebody else saved the card while this text had changes; `isAsked` when that stopped it from being saved. */
  conflict: { by: string; at: string; fields: readonly MergedField[]; isAsked: boolean } | null
  /** How many changes of the page have been heard so far. */
  heard: number
}

const Field = z.string().min(1).max(250)
const Text = z.string().max(1_000_000)

/** What a card's editor says besides: what a person did in the form. */
export const FromCard = z.discriminatedUnion('type', [
  ...FromPage.options,
  z.strictObject({ type: z.literal('edit'), field: Field, text: Text }),
  z.strictObject({ type: z.literal('affirm'), fields: z.array(Field).max(200) }),
  z.strictObject({ type: z.literal('meta'), key: Field, value: z.union([Text, z.array(Text).max(1000), z.null()]) }),
  /** Once all that was said before is in the text. */
  z.strictObject({ type: z.enum(['undo', 'redo']) }),
  /** How a conflict was resolved: the text of each field that differed. Saves it. */
  z.strictObject({
    type: z.literal('resolve'),
    fields: z.array(z.strictObject({ field: Field, text: Text })).max(500),
  }),
])
export type FromCard = z.infer<typeof FromCard>
