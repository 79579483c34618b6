import { claimOf, keysOf, mayClaim } from '../core/distrust'
import type { Event } from '../core/event'
import { notASigner, signatureRequired } from '../core/signingErrors'
import { trustedStateOf } from '../index/trust'
import type { Moment } from '../log/proposal'
import type { Db } from '../sqlite/db'

/**
 * Asks for the actor's signature where events count only with it. Throws not-a-signer where even that would not do, and
 * signature-required where nothing is known of the actor's keys.
 */
export function askForSignature(db: Db, events: readonly Event[], { actor, sign }: Moment): void {
  const state = trustedStateOf(db)
  for (const event of events) {
    const claim = claimOf(event, state)
    if (!claim) continue
    const [first = [], ...others] = claim.lists
    if (!mayClaim(claim, actor))
      throw notASigner(
        claim.what,
        first.filter((email) => others.every((list) => list.includes(email))),
      )
    const keys = keysOf(state.policies, actor.email)
    if (!keys.length) throw signatureRequired({ fingerprints: [], people: [actor.email] })
    sign(keys)
  }
}
