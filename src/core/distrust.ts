import type { Event } from './event'
import { own } from './own'
import { type Policy, policyFor } from './policy'
import type { PolicyDocument } from './policyDocument'
import type { Envelope } from './version'

/** What trust in an event depends on, as of the moment before it. */
export interface TrustedState {
  policies: PolicyDocument
  /** The stage that a version is in. */
  stageOf(model: string, version: string): string | undefined
  /** Who held a stage, the present holder last; empty when nobody holds it. */
  holdersOf(model: string, stage: string): readonly string[]
}

/**
 * Why an event has no effect: it claims what only some people may do, and carries no signature of one of them.
 * Undefined when it is to be believed.
 */
export function distrustOf(event: Event, envelope: Envelope, state: TrustedState): string | undefined {
  switch (event.type) {
    case 'policy.applied':
      return unsigned(envelope, policySigners(state.policies), 'the policies')
    case 'stage.entered': {
      const policy = policyFor(state.policies, event.model)
      if (!Object.keys(policy.signers).length) return undefined
      const stages = [event.to, ...[event.version, event.displaced].map((id) => id && state.stageOf(event.model, id))]
      return guardedBy(policy, stages, envelope)
    }
    case 'rollout.set':
      return event.percent > 0 ? guardedBy(policyFor(state.policies, event.model), [event.stage], envelope) : undefined
    case 'alias.moved':
    case 'alias.removed': {
      const policy = policyFor(state.policies, event.model)
      const follower = own(policy.followers, event.alias)
      if (!follower) return guardedBy(policy, [own(policy.guarded, event.alias)], envelope)
      if (!own(policy.signers, follower.stage)) return undefined
      // It says no more than what the stage's own, signed commits came to.
      const named = state.holdersOf(event.model, follower.stage).at(follower.role === 'holder' ? -1 : -2)
      const claimed = event.type === 'alias.moved' ? event.version : undefined
      return claimed === named ? undefined : `${event.alias} follows ${follower.stage}, where another version is`
    }
    case 'approval.given':
    case 'approval.withdrawn': {
      const gate = own(policyFor(state.policies, event.model).gates, event.stage) ?? []
      const mustSign = gate.some((rule) => 'approvals' in rule && rule.approvals.signed)
      return mustSign && !envelope.signed
        ? `approvals for ${event.stage} count only with the signature of whoever gives them`
        : undefined
    }
    default:
      return undefined
  }
}

/** Does a public key, `ssh-ed25519 AAAA…`, belong to somebody by the policies in force? */
export function isKeyOf(policies: PolicyDocument, email: string, key: string | undefined): boolean {
  return key !== undefined && keysOf(policies, email).includes(key)
}

/** Somebody's public keys, without the comments that follow them in a file. */
export const keysOf = ({ keys }: PolicyDocument, email: string): string[] =>
  Object.entries(keys)
    .filter(([owner]) => isSame(owner, email))
    .flatMap(([, theirs]) => theirs)
    .map((key) => key.trim().split(/\s+/).slice(0, 2).join(' '))

/** Everybody who may apply policies has to be in each of these lists; none when anybody may. */
export const policySigners = ({ models }: PolicyDocument): (readonly string[])[] =>
  Object.values(models).flatMap(({ signers = {} }) => {
    const list = own(signers, 'policy')
    return list ? [list] : []
  })

function guardedBy(policy: Policy, stages: readonly (string | null | undefined)[], envelope: Envelope) {
  for (const stage of stages) {
    const list = stage ? own(policy.signers, stage) : undefined
    const problem = list && unsigned(envelope, [list], stage!)
    if (problem) return problem
  }
  return undefined
}

function unsigned({ actor, signed }: Envelope, lists: readonly (readonly string[])[], what: string) {
  if (!lists.length) return undefined
  if (!signed) return `whoever changes ${what} has to sign it, and ${actor.email} did not`
  const isListed = lists.every((list) => list.some((email) => isSame(email, actor.email)))
  return isListed ? undefined : `${actor.email} is not among those who may change ${what}`
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()
