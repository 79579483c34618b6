import type { Bar, DeploymentChange, RolloutChange, StageChange } from './bars'

/** From a commit on, which stage an environment that names none should run. */
export interface MainStage {
  seq: number
  n: number
  at: string
  main: string
}

interface Told {
  stages: readonly StageChange[]
  rollouts: readonly RolloutChange[]
  deployments: readonly DeploymentChange[]
  mains: readonly MainStage[]
}

/** From when to when an environment ran another version than its stage had. A rollout's candidate may run as well. */
export function driftBars({ stages, rollouts, deployments, mains }: Told): Bar[] {
  if (!deployments.length) return []
  const steps = [
    ...stages.map((change) => ({ change, take: () => enter(change) })),
    ...rollouts.map((change) => ({ change, take: () => void candidates.set(change.stage, change.version) })),
    ...deployments.map((change) => ({ change, take: () => void running.set(change.environment, change) })),
    ...mains.map((change) => ({ change, take: () => void (main = change.main) })),
  ].sort((a, b) => a.change.seq - b.change.seq || a.change.n - b.change.n)
  const bars: Bar[] = []
  const open = new Map<string, Bar>()
  const running = new Map<string, DeploymentChange>()
  const candidates = new Map<string, number | null>()
  /** stage → who is in it, the latest entrant last; and that one. */
  const inStage = new Map<string, Set<number>>()
  const latest = new Map<string, number | null>()
  const stageOf = new Map<number, string>()
  let main = mains[0]?.main ?? ''

  function enter({ version, stage }: StageChange): void {
    const left = stageOf.get(version) ?? ''
    const others = inStage.get(left)
    others?.delete(version)
    if (others && latest.get(left) === version) latest.set(left, [...others].at(-1) ?? null)
    stageOf.set(version, stage)
    const entrants = inStage.get(stage) ?? inStage.set(stage, new Set()).get(stage)!
    entrants.add(version)
    latest.set(stage, version)
  }

  for (const [i, { change, take }] of steps.entries()) {
    take()
    // What a commit says counts together.
    if (steps[i + 1]?.change.seq === change.seq) continue
    for (const [environment, { version, stage, cause }] of running) {
      const asked = stage ?? main
      const expected = latest.get(asked) ?? null
      const drifts = version !== expected && candidates.get(asked) !== version
      const now = open.get(environment)
      if (now && drifts && now.version === version && now.expected === expected && now.stage === asked) continue
      if (now) now.to = change.at
      open.delete(environment)
      if (!drifts) continue
      const bar: Bar = {
        ...{ lane: 'drift', name: environment, version, from: change.at, to: null, seq: change.seq, before: null },
        ...{ stage: asked, expected, by: cause.by },
      }
      bars.push(bar)
      open.set(environment, bar)
    }
  }
  return bars
}
