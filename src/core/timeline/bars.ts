import type { Event } from '../event'
import type { RollbackCode, StageMove } from '../stages'

/** What a bar says who held: a stage, an alias, the rollout of a stage, or an environment; or that one has drifted. */
export type LaneKind = 'stage' | 'rollout' | 'alias' | 'environment' | 'drift'

/** Why something became so, as far as it is said. */
export interface Cause {
  /** Who said it. */
  by: string
  kind?: StageMove | undefined
  reason?: string | undefined
  code?: RollbackCode | undefined
  /** sha256 of the gate's report. */
  gate?: string | undefined
  override?: true | undefined
}

export function causeOf(event: Event, by: string): Cause {
  switch (event.type) {
    case 'stage.entered':
    case 'rollout.set': {
      const { reason, code, gate } = event
      const kind = event.type === 'stage.entered' ? event.kind : undefined
      return { by, kind, reason, code, gate, ...(event.override ? { override: true } : {}) }
    }
    case 'alias.moved':
      return { by, gate: event.gate }
    default:
      return { by }
  }
}

/** Something that a version was, from one instant until before another (ISO 8601, UTC). */
export interface Bar extends Cause {
  lane: LaneKind
  /** Of the stage, the alias or the environment. */
  name: string
  version: number
  from: string
  /** null while it lasts. */
  to: string | null
  /** Where in the log it begins. */
  seq: number
  /** What was there before: the version that it took the place of, or that held the stage last. */
  before: number | null
  /** What ended it; a version, where it had to go for that one. */
  ended?: Cause & { version?: number }
  /** Of a rollout: its share of the traffic. */
  percent?: number
  /** Of a drift and of a deployment: whose holder should run there. */
  stage?: string
  /** Of a drift: the version that should run there; null where its stage has none. */
  expected?: number | null
}

/** A change in log order; what it came to is what the tables of the index say. */
interface Change {
  seq: number
  n: number
  at: string
  cause: Cause
}

export interface StageChange extends Change {
  version: number
  stage: string
  /** The version that entered the stage which this one had to leave. */
  displacedBy?: number
}
export interface AliasChange extends Change {
  name: string
  /** null where it was removed. */
  version: number | null
}
export interface RolloutChange extends Change {
  stage: string
  /** null where it ended. */
  version: number | null
  percent: number
}
export interface DeploymentChange extends Change {
  environment: string
  version: number
  /** Whose holder should run there; null is the main stage. */
  stage: string | null
}

/** A bar for every stay in a stage but `none`. To enter the stage that one is in already goes on with the stay. */
export function stageBars(changes: readonly StageChange[]): Bar[] {
  const bars: Bar[] = []
  const current = new Map<number, { stage: string; bar?: Bar }>()
  const last = new Map<string, number>()
  for (const { version, stage, displacedBy, ...change } of changes) {
    const now = current.get(version)
    if (now?.stage === stage) continue
    if (now?.bar) end(now.bar, change, displacedBy)
    const before = last.get(stage)
    const bar = stage === 'none' ? undefined : begin(change, { lane: 'stage', name: stage, version, before })
    if (bar) bars.push(bar)
    if (bar && displacedBy === undefined) last.set(stage, version)
    current.set(version, { stage, ...(bar ? { bar } : {}) })
  }
  return bars
}

export const aliasBars = (changes: readonly AliasChange[]): Bar[] =>
  successive(changes, ({ name }) => ({ lane: 'alias', name }))

export const rolloutBars = (changes: readonly RolloutChange[]): Bar[] =>
  successive(changes, ({ stage, percent }) => ({ lane: 'rollout', name: stage, percent }))

export const deploymentBars = (changes: readonly DeploymentChange[]): Bar[] =>
  successive(changes, ({ environment, stage }) => ({
    lane: 'environment',
    name: environment,
    ...(stage === null ? {} : { stage }),
  }))

type Start = Pick<Bar, 'lane' | 'name' | 'percent' | 'stage'>

/** One bar at a time in each lane; what says the same again goes on with the bar. */
function successive<C extends Change & { version: number | null }>(
  changes: readonly C[],
  startOf: (change: C) => Start,
): Bar[] {
  const bars: Bar[] = []
  const current = new Map<string, Bar | undefined>()
  const last = new Map<string, number>()
  for (const change of changes) {
    const start = startOf(change)
    const { name } = start
    const { version } = change
    const now = current.get(name)
    if (now && now.version === version && now.percent === start.percent && now.stage === start.stage) continue
    if (now) end(now, change, undefined)
    if (version === null) {
      current.delete(name)
      continue
    }
    const bar = begin(change, { ...start, version, before: last.get(name) === version ? undefined : last.get(name) })
    bars.push(bar)
    current.set(name, bar)
    last.set(name, version)
  }
  return bars
}

function begin(
  { seq, at, cause }: Change,
  { before, ...start }: Start & { version: number; before: number | undefined },
): Bar {
  return { ...start, from: at, to: null, seq, before: before ?? null, ...cause }
}

function end(bar: Bar, { at, cause }: Change, displacedBy: number | undefined): void {
  bar.to = at
  bar.ended = { ...cause, ...(displacedBy === undefined ? {} : { version: displacedBy }) }
}
