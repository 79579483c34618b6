import { newerRegistry, noSuchVersion } from '../core/errors'
import type { Event } from '../core/event'
import { versionById } from '../index/versions'
import type { Intent } from '../log/outbox'
import type { Db } from '../sqlite/db'
import type { Moment } from '../log/proposal'
import { approving } from './approveVersion'
import { retaining } from './applyRetention'
import { applyingPolicy } from './applyPolicy'
import { archiving } from './archiveVersion'
import { askForSignature } from './askForSignature'
import { checking } from './checkVersion'
import type { Decision } from './decision'
import { describing } from './describe'
import { evaluating } from './evaluateVersion'
import { refusing } from './keepRefusal'
import { climbing } from './promoteOnPass'
import { promoting } from './promoteVersion'
import { receiving } from './receive'
import { registering } from './registerVersion'
import { removingAlias } from './removeAlias'
import { deploying } from './reportDeployment'
import { rollingBack } from './rollbackModel'
import { rollingOut } from './rollOut'
import { savingCard } from './saveCard'
import { settingAlias } from './setAlias'

// oxlint-disable-next-line typescript/no-explicit-any -- each knows its own arguments
const decisions: Decision<any>[] = [
  registering,
  evaluating,
  promoting,
  climbing,
  refusing,
  rollingOut,
  rollingBack,
  archiving,
  checking,
  approving,
  deploying,
  settingAlias,
  removingAlias,
  describing,
  savingCard,
  applyingPolicy,
  receiving,
  retaining,
]

/** Intents come from here, or from the outbox, where a newer version may have put one that this one does not know. */
export function decide(db: Db, { operation, args }: Intent, moment: Moment): Event[] {
  const found = decisions.find((decision) => decision.operation === operation)
  if (!found) throw newerRegistry([operation])
  const { id, model = '' } = args as { id?: string; model?: string }
  // It may have been registered by something that was pending, and was given up.
  if (found !== registering && id && !versionById(db, id)) throw noSuchVersion(model, id.slice(0, 12))
  const events = found.decide(db, args, moment)
  askForSignature(db, events, moment)
  return events
}
