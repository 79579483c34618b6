import type { SavedCard, Version } from '../core/version'
import { versionAsOf } from '../index/asOf'
import { after } from '../index/before'
import { type GateRow, lastGateOf, type Override, overridesOf } from '../index/gates'
import { type EventRow, newestAbout } from '../index/history'
import { type DeploymentRow, deploymentsOf, rolloutsOf } from '../index/serving'
import type { VersionRow } from '../index/versions'
import type { Db } from '../sqlite/db'

/** Why a version is where it is: who vouched for it, what gates said, where it runs. */
export interface StandingFacts extends Pick<Version, 'checks' | 'approvals'> {
  /** Who saved its card last; null where nobody has. */
  card: SavedCard | null
  override: Override | null
  /** The last report of a gate. */
  gate: GateRow | null
  /** The part of a stage's traffic that it gets. */
  rollout: { stage: string; percent: number } | null
  /** Where it runs, as far as that was reported. */
  deployments: DeploymentRow[]
  /** What happened to it, newest first. */
  history: EventRow[]
}

/** How many events are listed. */
const listed = 50

/** Of a version as of now, or as of after commit `seq`. */
export function standingFacts(
  db: Db,
  { model, id }: Pick<VersionRow, 'model' | 'id'>,
  seq = Number.MAX_SAFE_INTEGER,
): StandingFacts {
  const version = versionAsOf(db, id, after(seq))
  const rollout = Object.entries(rolloutsOf(db, model, seq)).find(([, { version: candidate }]) => candidate === id)
  return {
    checks: version?.checks ?? {},
    approvals: version?.approvals ?? {},
    override: overridesOf(db, [id], seq)[id] ?? null,
    card: version?.card ?? null,
    gate: lastGateOf(db, id, seq) ?? null,
    rollout: rollout ? { stage: rollout[0], percent: rollout[1].percent } : null,
    deployments: deploymentsOf(db, model, seq).filter((deployment) => deployment.id === id),
    history: newestAbout(db, id, { limit: listed, seq }),
  }
}
