import type { Event, EventOf } from './event'
import { own } from './own'
import { type Policy, policyFor } from './policy/policy'
import type { PolicyDocument } from './policy/policyDocument'
import type { Actor } from './record'
import { canonicalKey } from './ssh/sshKey'
import type { Envelope } from './version'

/** What trust in an event depends on, as of the moment before it. */
export interface TrustedState {
  policies: PolicyDocument
  /** The stage that a version is in. */
  stageOf(model: string, version: string): string | undefined
  /** Who held a stage, the present holder last; empty when nobody holds it. */
  holdersOf(model: string, stage: string): readonly string[]
}

/** What an event says that takes a signature. */
export interface Claim {
  /** Goes after "may", as in "change who is in production of fraud". */
  what: string
  /** Whoever signs has to be in each of these; anybody who signs will do when there are none. */
  lists: readonly (readonly string[])[]
}

/** Undefined for what anybody may say. */
export function claimOf(event: Event, state: TrustedState): Claim | undefined {
  switch (event.type) {
    case 'policy.applied': {
      const lists = policySigners(state.policies)
      return lists.length ? { what: 'apply policies', lists } : undefined
    }
    case 'stage.entered': {
      const policy = policyFor(state.policies, event.model)
      if (!Object.keys(policy.signers).length) return undefined
      const left = [event.version, event.displaced].map((id) => id && state.stageOf(event.model, id))
      return claimOn(policy, event.model, [event.to, ...left])
    }
    case 'rollout.set':
      return event.percent > 0 ? claimOn(policyFor(state.policies, event.model), event.model, [event.stage]) : undefined
    case 'alias.moved':
    case 'alias.removed': {
      const policy = policyFor(state.policies, event.model)
      return claimOn(policy, event.model, [own(policy.guarded, event.alias)])
    }
    case 'approval.given':
    case 'approval.withdrawn': {
      const gate = own(policyFor(state.policies, event.model).gates, event.stage) ?? []
      const mustSign = gate.some((rule) => 'approvals' in rule && rule.approvals.signed)
      return mustSign ? { what: `approve a version for ${event.stage} of ${event.model}`, lists: [] } : undefined
    }
    default:
      return undefined
  }
}

/**
 * Why an event has no effect: it says what only some people may say, and carries no signature of one of them.
 * Undefined when it is to be believed.
 */
export function distrustOf(event: Event, { actor, signed }: Envelope, state: TrustedState): string | undefined {
  const claim = claimOf(event, state)
  if (claim && !signed) return `to ${claim.what} takes a signature, and there is none of ${actor.email}`
  if (claim && !mayClaim(claim, actor)) return `${actor.email} may not ${claim.what}`
  return event.type === 'alias.moved' || event.type === 'alias.removed' ? astray(event, state) : undefined
}

export const mayClaim = ({ lists }: Claim, { email }: Actor): boolean =>
  lists.every((list) => list.some((listed) => isSame(listed, email)))

/** An alias that follows a guarded stage says no more than what the stage's own, signed commits came to. */
function astray(event: EventOf<'alias.moved' | 'alias.removed'>, state: TrustedState): string | undefined {
  const policy = policyFor(state.policies, event.model)
  const follower = own(policy.followers, event.alias)
  if (!follower || !own(policy.signers, follower.stage)) return undefined
  const named = state.holdersOf(event.model, follower.stage).at(follower.role === 'holder' ? -1 : -2)
  const claimed = event.type === 'alias.moved' ? event.version : undefined
  return claimed === named ? undefined : `${event.alias} follows ${follower.stage}, and that is not where it points`
}

/** Does a public key, `ssh-ed25519 AAAA…`, belong to somebody by the policies in force? */
export function isKeyOf(policies: PolicyDocument, email: string, key: string | undefined): boolean {
  return key !== undefined && keysOf(policies, email).includes(key)
}

/** Somebody's public keys, as canonicalKey has them. */
export const keysOf = ({ keys }: PolicyDocument, email: string): string[] =>
  Object.entries(keys)
    .filter(([owner]) => isSame(owner, email))
    .flatMap(([, theirs]) => theirs)
    .flatMap((key) => canonicalKey(key) ?? [])

/** Everybody who may apply policies has to be in each of these lists; none when anybody may. */
export const policySigners = ({ models }: PolicyDocument): (readonly string[])[] =>
  Object.values(models).flatMap(({ signers = {} }) => {
    const list = own(signers, 'policy')
    return list ? [list] : []
  })

function claimOn(policy: Policy, model: string, stages: readonly (string | null | undefined)[]): Claim | undefined {
  const guarded = [...new Set(stages)].flatMap((stage) => (stage && own(policy.signers, stage) ? [stage] : []))
  return guarded.length
    ? {
        what: `change who is in ${guarded.join(' and ')} of ${model}`,
        lists: guarded.map((stage) => policy.signers[stage]!),
      }
    : undefined
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()
