import type { EventOf } from '../core/event'
import { GateReport } from '../core/gate/report'
import { own } from '../core/own'
import { type Policy, policyFor } from '../core/policy/policy'
import { RegistryError } from '../core/registryError'
import { asksGate, kindOf, type StageMove } from '../core/stages'
import { versionAsOf } from '../index/asOf'
import type { Before } from '../index/before'
import { type EventRow, eventRows } from '../index/history'
import { policiesIn } from '../index/policies'
import { rolloutsOf } from '../index/serving'
import type { Db } from '../sqlite/db'
import { documentOf } from './blobs'
import type { Context } from './context'
import { gateReport } from './gateReport'
import type { Problem } from './problem'
import { read } from './read'

/** What says that a version got past a gate. */
type Passage = EventOf<'stage.entered' | 'rollout.set' | 'alias.moved'>

/** Events that nobody signed who may say such things, and all that came past a gate without it. */
export async function verifyGates(ctx: Context): Promise<Problem[]> {
  // As far as it can be read: what is wrong with it is said by verifyLog.
  await ctx.log.sync().catch(() => {})
  const { untrusted, passages } = await read(ctx, (db) => ({
    untrusted: eventRows(db, 'e.distrust is not null'),
    passages: eventRows(
      db,
      `e.type in ('stage.entered', 'rollout.set', 'alias.moved') and e.problem is null and e.distrust is null
        and exists (select 1 from policy)`,
    ),
  }))
  const problems = untrusted.map(({ seq, type, distrust }): Problem => ({
    kind: 'untrusted',
    seq,
    message: `Commit ${seq} says "${type}", which has no effect: ${distrust}.`,
  }))
  for (const row of passages) {
    ctx.signal?.throwIfAborted()
    const problem = await problemOf(ctx, row)
    if (problem) problems.push({ kind: 'gate', seq: row.seq, message: `Commit ${row.seq}: ${problem}.` })
  }
  return problems
}

async function problemOf(ctx: Context, row: EventRow): Promise<string | undefined> {
  const event = row.body as unknown as Passage
  const before = { seq: row.seq, n: row.n }
  const { policy, stage } = await read(ctx, (db) => {
    const policy = policyFor(policiesIn(db, before), event.model)
    return { policy, stage: gateOf(db, event, { policy, before }) }
  })
  if (stage === undefined || !own(policy.gates, stage)?.length) return undefined
  const name = `${event.model}@${row.version}`
  const isOverridden = event.type !== 'alias.moved' && event.override === true
  if (isOverridden && policy.override === 'never')
    return `${name} got past the gate of ${stage} by an override, which its policy never allows`
  if (!event.gate) return `${name} got past the gate of ${stage} without a report`
  const stored = await storedReport(ctx, event.gate)
  if (typeof stored === 'string') return `the report on ${name} at the gate of ${stage} ${stored}`
  if (!stored.passed && !isOverridden)
    return `${name} got past the gate of ${stage}, though its report says that it failed`
  const { model, version: id } = event
  const again = await read(ctx, (db) => gateReport(db, { model, id, stage, at: row.at, before }, ctx.log.blobs.get))
  const differs = stored.version !== id || stored.stage !== stage || outcomeOf(stored) !== (again && outcomeOf(again))
  return differs ? `the report on ${name} at the gate of ${stage} is not what the gate says of it` : undefined
}

/** The stage whose gate stood in the way; undefined where none did. */
function gateOf(db: Db, event: Passage, { policy, before }: { policy: Policy; before: Before }): string | undefined {
  if (event.type === 'alias.moved') return own(policy.guarded, event.alias)
  if (event.type === 'rollout.set') {
    const running = own(rolloutsOf(db, event.model, before.seq - 1), event.stage)
    return event.percent > (running?.version === event.version ? running.percent : 0) ? event.stage : undefined
  }
  const { to } = event
  return asksGate(policy, { kind: kindAsOf(db, event, { policy, before }), to }) ? to : undefined
}

/** What a move really was: that it was a rollback, say, is only the word of whoever wrote it. */
function kindAsOf(
  db: Db,
  { version: id, to, kind }: EventOf<'stage.entered'>,
  { policy, before }: { policy: Policy; before: Before },
): StageMove {
  const version = versionAsOf(db, id, before)
  const wasThere = version?.stays.some(({ stage }) => stage === to) ?? false
  return kind === 'rollback' && wasThere ? kind : kindOf(policy, version?.stage ?? 'none', to)
}

/** In other words tomorrow, but not with another outcome. */
const outcomeOf = ({ rules }: GateReport) => rules.map(({ passed }) => (passed ? '+' : '-')).join('')

async function storedReport(ctx: Context, sha256: string): Promise<GateReport | string> {
  try {
    return await documentOf(ctx, sha256, GateReport)
  } catch (error) {
    if (error instanceof RegistryError)
      return error.code === 'files-missing'
        ? 'is missing'
        : error.code === 'blob-damaged'
          ? 'is damaged'
          : error.message
    return 'is none'
  }
}
