import type { Bar } from '../../../src/core/timeline/bars'
import type { Mark, MarkKind } from '../../../src/core/timeline/marks'
import type { Timeline } from '../../../src/core/timeline/timeline'

/** What of a timeline is shown. */
export interface Filter {
  aliases: boolean
  environments: boolean
  marks: boolean
}

/** A bar with its times in milliseconds; one that lasts ends at the present. */
export interface Span {
  key: string
  bar: Bar
  from: number
  to: number
}

export interface Point {
  key: string
  mark: Mark
  at: number
}

export type LaneGroup = 'stages' | 'aliases' | 'environments' | 'events'

export interface Lane {
  key: string
  group: LaneGroup
  /** Of the stage, alias or environment; of the others, what is marked there. */
  name: string
  /** A stage that the policy does not name any more. */
  isGone: boolean
  /** Of its colour: 0 is the last stage's. */
  tone: number
  /** Spans of a row do not overlap. */
  rows: Span[][]
  /** Thin rows below the others: rollouts. */
  thin: Span[][]
  points: Point[]
}

/** Marks that are not of a stage, by the lane where they are. */
const ofLanes: Partial<Record<MarkKind, 'releases' | 'checks' | 'policy' | 'trouble'>> = {
  registered: 'releases',
  check: 'checks',
  policy: 'policy',
  clock: 'trouble',
}

/** The lanes from top to bottom: the last stage first. `now` (milliseconds) is where what lasts ends. */
export function lanesOf({ bars, marks, stages }: Timeline, filter: Filter, now: number): Lane[] {
  const spans = new Map<string, Span[]>()
  const taken = new Map<string, number>()
  for (const bar of bars) {
    const lane = `${bar.lane} ${bar.name}`
    const base = `${lane} ${bar.version} ${bar.seq}`
    const count = taken.get(base) ?? 0
    taken.set(base, count + 1)
    const from = Date.parse(bar.from)
    const to = bar.to === null ? Math.max(now, from) : Date.parse(bar.to)
    put(spans, lane, { key: count ? `${base} ${count}` : base, bar, from, to })
  }
  const points = new Map<string, Point[]>()
  for (const [i, mark] of (filter.marks ? marks : []).entries()) {
    const known = mark.stage !== undefined && mark.stage !== 'none' && mark.stage !== 'archived'
    const lane = known && !ofLanes[mark.kind] ? `stage ${mark.stage}` : (ofLanes[mark.kind] ?? 'trouble')
    put(points, lane, { key: `${mark.kind} ${mark.seq} ${i}`, mark, at: Date.parse(mark.at) })
  }
  const named = (kind: Bar['lane']) => [...new Set(bars.flatMap(({ lane, name }) => (lane === kind ? [name] : [])))]
  const pointed = marks.flatMap(({ stage, kind }) => (stage !== undefined && !ofLanes[kind] ? [stage] : []))
  const seen = [...new Set([...named('stage'), ...named('rollout'), ...pointed])]
  const gone = seen.filter((stage) => !stages.includes(stage) && stage !== 'archived' && stage !== 'none').sort()
  const lane = (group: LaneGroup, key: string, name: string, more: Partial<Lane> = {}): Lane => ({
    ...{ key, group, name, isGone: false, tone: 3, rows: rowsOf(spans.get(key) ?? []), thin: [] },
    points: points.get(key) ?? [],
    ...more,
  })
  return [
    ...[...stages].reverse().map((stage, tone) => stageLane(stage, { tone: Math.min(tone, 3) })),
    ...gone.map((stage) => stageLane(stage, { isGone: true })),
    ...(filter.aliases
      ? named('alias')
          .sort()
          .map((name) => lane('aliases', `alias ${name}`, name))
      : []),
    ...(filter.environments
      ? named('environment')
          .sort()
          .map((name) => lane('environments', `environment ${name}`, name, { rows: rowsOf(servedIn(name)) }))
      : []),
    ...['releases', 'checks', 'policy', 'trouble'].flatMap((name) =>
      points.has(name) ? [lane('events', name, name, { rows: [] })] : [],
    ),
  ]

  /** What ran in an environment, with what it should not have run as pieces of their own. */
  function servedIn(name: string): Span[] {
    const drifts = (spans.get(`drift ${name}`) ?? []).filter(({ from, to }) => from < to)
    let next = 0
    return (spans.get(`environment ${name}`) ?? []).flatMap((span) => {
      const first = next
      while (next < drifts.length && drifts[next]!.from < span.to) next++
      const within = drifts.slice(first, next)
      const bounds = [span.from, ...within.flatMap(({ from, to }) => [from, to]), span.to]
      const between = within.length
        ? bounds.flatMap((from, i) => (i % 2 ? [] : [{ from, to: bounds[i + 1]! }]))
        : [span]
      const rest = between
        .filter(({ from, to }) => from < to || !within.length)
        .map((piece, i) => ({ ...span, ...piece, key: i ? `${span.key} +${i}` : span.key }))
      return [...rest, ...within]
    })
  }

  function stageLane(stage: string, more: Partial<Lane>): Lane {
    const thin = rowsOf(spans.get(`rollout ${stage}`) ?? [])
    return lane('stages', `stage ${stage}`, stage, { thin, ...more })
  }
}

/** As few rows as there are spans at once, each in the first one that is free. */
export function rowsOf(spans: readonly Span[]): Span[][] {
  const rows: Span[][] = []
  const ends: number[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const free = ends.findIndex((end) => end <= span.from)
    const row = free >= 0 ? free : rows.length
    ;(rows[row] ??= []).push(span)
    ends[row] = span.to
  }
  return rows
}

const put = <T>(lists: Map<string, T[]>, key: string, item: T): void =>
  void (lists.get(key) ?? lists.set(key, []).get(key)!).push(item)
