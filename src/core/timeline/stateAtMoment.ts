import type { Bar, LaneKind } from './bars'

export interface Moment {
  /** stage → numbers, ascending; `none` is left out. */
  stages: Record<string, number[]>
  aliases: Record<string, number>
  rollouts: Record<string, { version: number; percent: number }>
  /** environment → what runs there, and what should, where that differs. */
  deployments: Record<string, { version: number; expected?: number | null }>
}

/** What was so at an instant (milliseconds): all bars that had begun and not ended. */
export const stateAtMoment = (bars: readonly Bar[], instant: number): Moment => momentsOf(bars)(instant)

/** The same for who asks often. */
export function momentsOf(bars: readonly Bar[]): (instant: number) => Moment {
  const from = Float64Array.from(bars, (bar) => Date.parse(bar.from))
  const to = Float64Array.from(bars, (bar) => (bar.to === null ? Infinity : Date.parse(bar.to)))
  return (instant) => momentOf(bars.filter((_, i) => from[i]! <= instant && instant < to[i]!))
}

function momentOf(then: readonly Bar[]): Moment {
  const of = (lane: LaneKind) =>
    then.filter((bar) => bar.lane === lane).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const stages = new Map<string, number[]>()
  for (const { name, version } of of('stage')) stages.set(name, [...(stages.get(name) ?? []), version])
  const drifts = new Map(of('drift').map(({ name, expected }) => [name, expected ?? null]))
  return {
    stages: Object.fromEntries([...stages].map(([name, numbers]) => [name, numbers.sort((a, b) => a - b)])),
    aliases: Object.fromEntries(of('alias').map(({ name, version }) => [name, version])),
    rollouts: Object.fromEntries(of('rollout').map(({ name, version, percent = 0 }) => [name, { version, percent }])),
    deployments: Object.fromEntries(
      of('environment').map(({ name, version }) => [
        name,
        { version, ...(drifts.has(name) ? { expected: drifts.get(name)! } : {}) },
      ]),
    ),
  }
}
