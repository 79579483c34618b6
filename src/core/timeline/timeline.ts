import {
  type AliasChange,
  aliasBars,
  type Bar,
  deploymentBars,
  type DeploymentChange,
  type RolloutChange,
  rolloutBars,
  type StageChange,
  stageBars,
} from './bars'
import { driftBars, type MainStage } from './driftBars'
import type { Mark } from './marks'
import { steadyTimes } from './steadyTimes'

/** What is known of a model's past, each list in log order. */
export interface Told {
  stages: readonly StageChange[]
  aliases: readonly AliasChange[]
  rollouts: readonly RolloutChange[]
  deployments: readonly DeploymentChange[]
  mains: readonly MainStage[]
  marks: readonly Mark[]
  /** When commits were made that say nothing of it; told where a clock may have jumped, and they know better. */
  others: readonly { seq: number; at: string }[]
}

export interface History {
  /** By their beginnings. */
  bars: Bar[]
  marks: Mark[]
}

/** All of a model's past, with what it takes to draw it. */
export interface Timeline extends History {
  model: string
  /** When the model was made, and the end of what is known (ISO 8601, UTC). */
  begin: string
  now: string
  /** The stages of the policy in force, in the order in which a version climbs. */
  stages: string[]
  /** Those with one holder at a time. */
  exclusive: string[]
}

/** Who held what from when to when, and what else happened. Times never run backwards. */
export function historyOf(told: Told): History {
  const { stages, aliases, rollouts, deployments, mains, marks } = steady(told)
  const bars = [
    ...stageBars(stages),
    ...rolloutBars(rollouts),
    ...aliasBars(aliases),
    ...deploymentBars(deployments),
    ...driftBars({ stages, rollouts, deployments, mains }),
  ]
  return { bars: bars.sort((a, b) => a.seq - b.seq), marks: [...marks] }
}

/** The same with times that only grow; a commit that was moved for that is marked. */
function steady({ others, ...told }: Told): Omit<Told, 'others'> {
  const timesOf = (lists: readonly (readonly { seq: number; at: string }[])[]) => {
    const times = new Map<number, string>()
    for (const list of lists) for (const { seq, at } of list) times.set(seq, at)
    return times
  }
  const own = timesOf(Object.values(told))
  const commits = [...(others.length ? timesOf([others, ...Object.values(told)]) : own)].sort(([a], [b]) => a - b)
  const times = commits.map(([, at]) => Date.parse(at))
  const moved = new Map<number, string>()
  for (const [i, time] of steadyTimes(times).entries()) {
    const [seq] = commits[i]!
    if (time !== times[i] && own.has(seq)) moved.set(seq, new Date(time).toISOString())
  }
  if (!moved.size) return told
  const at = <C extends { seq: number; at: string }>(changes: readonly C[]): C[] =>
    changes.map((change) => ({ ...change, at: moved.get(change.seq) ?? change.at }))
  const jumps = [...moved].map(([seq, at]): Mark => ({ kind: 'clock', seq, at, by: '', note: own.get(seq)! }))
  return {
    stages: at(told.stages),
    aliases: at(told.aliases),
    rollouts: at(told.rollouts),
    deployments: at(told.deployments),
    mains: at(told.mains),
    marks: [...at(told.marks), ...jumps].sort((a, b) => a.seq - b.seq),
  }
}
