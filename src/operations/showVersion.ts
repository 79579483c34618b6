import type { Approval, Check, SavedCard } from '../core/version'
import type { VersionRecord } from '../core/record'
import { RegistryError } from '../core/registryError'
import { wholeVersionAt } from '../index/asOf'
import { after } from '../index/before'
import { historyOf } from '../index/history'
import { type DeploymentRow, deploymentsOf, rolloutsAt } from '../index/serving'
import type { VersionRow } from '../index/versions'
import type { Db } from '../sqlite/db'
import { type AnyVersion, asPending } from './anyVersion'
import { type Basis, requireBasis } from './basis'
import type { Context } from './context'
import { type Entry, entryOf, happening, type Happening, type Override, overridesIn, withReports } from './happening'
import { listPending, type PendingItem } from './pending'
import { type PolicySummary, policySummary } from './policySummary'
import { read, readAhead } from './read'
import { resolveId } from './resolveReference'
import type { RunningRollouts } from './stateAt'

export type ShownVersion = AnyVersion & {
  /** The commit that the answer is based on: nothing later counts. */
  basis: Basis
  record: VersionRecord
  /** How it came into the stage that it is in, and on which gate report; null in `none`. */
  entry: Entry | null
  /** By name: the latest result of each. */
  checks: Readonly<Record<string, Check>>
  /** By stage: those that were given and not withdrawn. */
  approvals: Readonly<Record<string, readonly Approval[]>>
  /** Its card as it was saved last, by the sha256 of its text. */
  card: SavedCard | null
  /** Gates that refused it and were overridden. */
  overrides: Override[]
  /** Of its model, by stage. */
  rollouts: RunningRollouts
  /** What serving environments said they run: this version, or another one of its model. */
  deployments: DeploymentRow[]
  /** Of its model. */
  policy: PolicySummary
  history: Happening[]
  /** What is to happen to it, and is not in the log yet: its registration, perhaps. Nothing of a day in the past. */
  pending: PendingItem[]
}

type Found = Omit<ShownVersion, keyof AnyVersion | 'entry'> & VersionRow

/**
 * Everything known of a version, now or at an instant (ISO 8601, UTC); of one that is pending, what there will be to
 * know.
 */
export async function showVersion(ctx: Context, reference: string, at?: string): Promise<ShownVersion> {
  const waiting = at === undefined ? listPending(ctx) : []
  try {
    return await complete(ctx, await read(ctx, (db) => found(db, requireBasis(db, at), reference, waiting)))
  } catch (error) {
    const mayBePending = waiting.some(({ operation, state }) => operation === 'register' && state === 'open')
    if (!(error instanceof RegistryError) || !mayBePending) throw error
    const basis = await read(ctx, (db) => requireBasis(db))
    const ahead = await readAhead(ctx, (db) => {
      return { ...found(db, requireBasis(db), reference, waiting), basis }
    }).catch(() => undefined)
    if (!ahead?.pending.some(({ operation }) => operation === 'register')) throw error
    return { ...asPending(ahead), history: [], entry: null }
  }
}

function found(db: Db, basis: Basis, reference: string, waiting: readonly PendingItem[]): Found {
  const { seq, asked } = basis
  const id = resolveId(db, reference, asked === null ? undefined : basis)
  const { row, version } = wholeVersionAt(db, id, seq)!
  const { model } = row
  const { record, checks, approvals, card = null } = version
  const history = historyOf(db, id, after(seq)).map((event) => happening(event, row))
  return {
    ...row,
    ...{ basis, record, checks, approvals, card, history },
    overrides: overridesIn(history),
    rollouts: Object.fromEntries(
      rolloutsAt(db, seq, model).map(({ stage, version, percent }) => [stage, { version, percent }]),
    ),
    deployments: deploymentsOf(db, model, seq),
    policy: policySummary(db, model, after(seq)),
    pending: waiting.filter((item) => item.version === id),
  }
}

async function complete(ctx: Context, version: Found): Promise<ShownVersion> {
  const history = await withReports(ctx, version.history)
  return { ...version, history, entry: entryOf(history, version.stage) }
}
