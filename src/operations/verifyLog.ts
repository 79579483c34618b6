import type { LogEntry } from '../core/commit'
import { cancelled } from '../core/errors'
import { isUnread, readEvent } from '../core/event'
import { canonicalBytes, hashOf, sha256Hex } from '../log/canonical'
import { entriesAfter } from '../log/sync'
import { witness } from '../log/witness'
import { seqOfLogKey } from '../store/keys'
import type { Context } from './context'
import type { Cards, Problem, Records } from './problem'

/** The whole log, from its first commit: the chain, the form of each commit, and what this machine saw before. */
export async function verifyLog(
  ctx: Context,
): Promise<{ commits: number; records: Records; cards: Cards; problems: Problem[] }> {
  const problems: Problem[] = []
  const records: Records = new Map()
  const cards: Cards = new Map()
  // As far as the index knows; there may be more.
  const total = (ctx.index.head()?.seq ?? -1) + 1
  let next = 0
  for await (const entries of entriesAfter(ctx.store, undefined))
    for (const entry of entries) {
      problems.push(...commitProblems(ctx, entry, records, cards))
      next = entry.seq + 1
      if (ctx.signal?.aborted) throw cancelled()
      if (next % 100 === 0) ctx.onProgress?.({ what: 'commits', done: next, total: Math.max(next, total) })
    }
  problems.push(...(await gaps(ctx, next)), ...witnessProblems(ctx, next))
  return { commits: next, records, cards, problems }
}

function commitProblems(
  ctx: Context,
  { seq, commit, problem, hash }: LogEntry,
  records: Records,
  cards: Cards,
): Problem[] {
  const problems: Problem[] = []
  if (problem) problems.push({ kind: commit ? 'chain' : 'commit', seq, message: `Commit ${seq}: ${problem}.` })
  if (!witness(ctx.local).agrees({ seq, hash }))
    problems.push({ kind: 'witness', seq, message: `Commit ${seq} is not the one that this machine saw before.` })
  if (!commit) return problems
  if (sha256Hex(canonicalBytes(commit)) !== hash)
    problems.push({ kind: 'commit', seq, message: `Commit ${seq} is not in canonical form.` })
  for (const raw of commit.events) {
    const event = readEvent(raw)
    if (isUnread(event))
      problems.push({
        kind: 'unread',
        seq,
        message: `Commit ${seq} has an event that cannot be read: ${event.problem.replaceAll('\n', ' ')}.`,
      })
    else if (event.type === 'card.saved')
      cards.set(event.card, { seq, name: `the card of a version of ${event.model}` })
    else if (event.type === 'version.registered') {
      const { model, number, version, record } = event
      records.set(version, { seq, record })
      // Of the record as it was written: what a newer version added to it is part of the id.
      if (hashOf(raw['record']) !== version)
        problems.push({ kind: 'record', seq, message: `The record of ${model}@${number} does not match its id.` })
    }
  }
  return problems
}

/** Commits beyond the first missing one: the log has a hole. */
async function gaps(ctx: Context, next: number): Promise<Problem[]> {
  for await (const key of ctx.store.list('log/')) {
    const seq = seqOfLogKey(key)
    if (seq !== undefined && seq >= next)
      return [{ kind: 'chain', seq: next, message: `Commit ${next} is missing, but later ones are there.` }]
  }
  return []
}

function witnessProblems(ctx: Context, next: number): Problem[] {
  const head = witness(ctx.local).head()
  return head && head.seq >= next
    ? [
        {
          kind: 'witness',
          seq: next,
          message: `The log ends before commit ${next}, but this machine has seen commit ${head.seq}.`,
        },
      ]
    : []
}
