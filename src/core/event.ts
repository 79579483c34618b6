import * as z from 'zod'
import { Metric } from './metric'
import { PolicyDocument } from './policy/policyDocument'
import { Code, DatasetRef, Environment, Instant, ModelName, Param, Sha256, VersionRecord } from './record'

const Tags = z.record(z.string().min(1).max(250), z.string().max(5000).nullable())
const Base = z.object({ occurred: Instant.optional() })
const OfModel = Base.extend({ model: ModelName })
const OfVersion = OfModel.extend({ version: Sha256 })

export const stageMoves = ['promote', 'rollback', 'demote', 'archive'] as const
export const rollbackCodes = [
  'accuracy-regression',
  'latency',
  'data-quality',
  'bias',
  'security',
  'outage',
  'other',
] as const

/** What the log can say. Types name facts, in the past tense; a shape, once shipped, never changes. */
export const Event = z.discriminatedUnion('type', [
  Base.extend({ type: z.literal('registry.created'), registry: z.uuid() }),
  OfModel.extend({ type: z.literal('model.created'), description: z.string().optional() }),
  OfModel.extend({ type: z.literal('model.described'), description: z.string().optional(), tags: Tags.optional() }),
  OfVersion.extend({ type: z.literal('version.registered'), number: z.int().positive(), record: VersionRecord }),
  OfVersion.extend({
    type: z.literal('version.described'),
    description: z.string().optional(),
    /** null takes the label away; a tag of null is removed. */
    label: z.string().nullable().optional(),
    tags: Tags.optional(),
  }),
  OfVersion.extend({ type: z.literal('evaluation.recorded'), metrics: z.array(Metric), run: z.string().optional() }),
  OfVersion.extend({
    type: z.literal('stage.entered'),
    to: z.string(),
    from: z.string(),
    /** Who held the exclusive stage before and is archived by this. */
    displaced: Sha256.nullable(),
    kind: z.enum(stageMoves),
    reason: z.string().optional(),
    code: z.enum(rollbackCodes).optional(),
    /** The blob with the gate's report. */
    gate: Sha256.optional(),
    override: z.boolean().optional(),
  }),
  OfVersion.extend({
    type: z.literal('alias.moved'),
    alias: z.string(),
    from: Sha256.nullable(),
    /** The stage whose holders this alias follows, when it was not set by hand. */
    follows: z.string().optional(),
    /** The blob with the report of the gate that protects it. */
    gate: Sha256.optional(),
  }),
  OfModel.extend({
    type: z.literal('alias.removed'),
    alias: z.string(),
    from: Sha256.nullable(),
    follows: z.string().optional(),
  }),
  Base.extend({
    type: z.literal('run.recorded'),
    run: z.string().min(1),
    name: z.string().optional(),
    experiment: z.string().optional(),
    startedAt: Instant.optional(),
    endedAt: Instant.optional(),
    status: z.string().optional(),
    params: z.record(z.string(), Param),
    metrics: z.array(Metric),
    environment: Environment.optional(),
    code: Code.optional(),
    data: z.array(DatasetRef).optional(),
    /** The blob with the metrics' history over steps. */
    history: Sha256.optional(),
  }),
  Base.extend({ type: z.literal('dataset.recorded'), dataset: DatasetRef }),
  OfVersion.extend({
    type: z.literal('check.recorded'),
    check: z.string().min(1).max(250),
    result: z.enum(['pass', 'fail']),
    url: z.string().max(5000).optional(),
    note: z.string().max(5000).optional(),
  }),
  OfVersion.extend({ type: z.literal('approval.given'), stage: z.string(), note: z.string().max(5000).optional() }),
  OfVersion.extend({ type: z.literal('approval.withdrawn'), stage: z.string(), note: z.string().max(5000).optional() }),
  OfVersion.extend({
    type: z.literal('promotion.refused'),
    stage: z.string(),
    /** The blob with the gate's report. */
    report: Sha256,
    reason: z.string().optional(),
  }),
  OfVersion.extend({
    type: z.literal('rollout.set'),
    stage: z.string(),
    /** Of the traffic; 0 ends it. */
    percent: z.number().min(0).max(100),
    reason: z.string().optional(),
    code: z.enum(rollbackCodes).optional(),
    gate: Sha256.optional(),
    override: z.boolean().optional(),
  }),
  OfVersion.extend({
    type: z.literal('deployment.reported'),
    environment: z.string().min(1).max(250),
    /** Whose holder it should be running; the main stage when left out. */
    stage: z.string().optional(),
  }),
  OfVersion.extend({
    type: z.literal('card.saved'),
    /** The blob with its text. */
    card: Sha256,
    /** The one that it takes the place of. */
    from: Sha256.nullable(),
  }),
  Base.extend({ type: z.literal('policy.applied'), policy: PolicyDocument, reason: z.string().optional() }),
  OfVersion.extend({ type: z.literal('files.archived'), storageClass: z.string().min(1) }),
  OfVersion.extend({ type: z.literal('files.restored') }),
])
export type Event = z.infer<typeof Event>
export type EventOf<T extends Event['type']> = Extract<Event, { type: T }>

/** What a client has to know to write, and to resolve, once an event of a type is in the log. */
const features: Partial<Record<Event['type'], string>> = {
  'rollout.set': 'rollouts',
  'policy.applied': 'policies',
}
export const featuresOf = (events: readonly Event[]): string[] =>
  [...new Set(events.flatMap(({ type }) => features[type] ?? []))].sort()

/** An event this build cannot read: kept as it came, counted and shown. */
export interface UnreadEvent {
  type: string
  problem: string
  raw: unknown
}

export function readEvent(raw: unknown): Event | UnreadEvent {
  const parsed = Event.safeParse(raw)
  if (parsed.success) return parsed.data
  const named = z.object({ type: z.string() }).safeParse(raw)
  const type = named.success ? named.data.type : 'unnamed'
  const known = Event.options.some((option) => option.shape.type.value === type)
  return { type, problem: known ? z.prettifyError(parsed.error) : `a newer version wrote "${type}"`, raw }
}

export const isUnread = (event: Event | UnreadEvent): event is UnreadEvent => 'problem' in event
