import type { Event } from '../../src/core/event'
import { allStages, defaultPolicy } from '../../src/core/policy/policy'
import { standingOf } from '../../src/index/standing'
import type { Intent } from '../../src/log/outbox'
import { describing } from '../../src/operations/describe'
import { type Seen, seenIn } from '../../src/operations/enterStage'
import { promoting } from '../../src/operations/promoteVersion'
import { registering } from '../../src/operations/registerVersion'
import { rollingBack } from '../../src/operations/rollbackModel'
import { settingAlias } from '../../src/operations/setAlias'
import type { Db } from '../../src/sqlite/db'
import { aRecord, hex, uuid } from '../samples'
import type { World } from './world'

/** What somebody wanted done, and what they were told. */
export interface Wish {
  /** Tells what it left in the log from what all others left. */
  readonly key: string
  readonly who: string
  readonly intent: Intent
  /** The step of the world at which it was asked for. */
  readonly asked: number
  readonly answers: Answer[]
  /** How often it was begun, and ended, to decide it again. */
  readonly tries: { begun: number; ended: number }
}

export type Answer =
  | { state: 'landed'; seq: number; step: number }
  /** `let go`: it was dropped while it could still arrive. */
  | { state: 'pending' | 'unneeded' | 'dropped' | 'let go' }
  | { state: 'refused'; code: string }

export const models = ['churn', 'fraud']
const aliases = ['candidate', 'stable']
const codes = ['latency', 'outage'] as const

/** Something that a person could want who sees `db`; `n` is a number of its own. */
export function aWish(world: World, db: Db, n: number): Intent {
  const { oneOf, isSo } = world
  const model = isSo(0.8) ? models[0]! : models[1]!
  const versions = db.all<{ id: string; stage: string }>(
    'select id, stage from version where model = :model order by number',
    { model },
  )
  if (!versions.length || isSo(0.25)) return aRegistration(model, n)
  const { id } = oneOf(versions)
  const dice = world.chance()
  if (dice < 0.5) {
    const stage = oneOf(['production', 'production', 'production', 'staging', 'shadow', 'archived'])
    const seen = seenIn(db, model, stage)
    return promoting.intent({ model, id, stage, reason: `wish ${n}`, leaveEmpty: isSo(0.5), seen })
  }
  if (dice < 0.65) {
    const { holders, occupants } = standingOf(db, model, allStages(defaultPolicy))
    const earlier = (holders['production'] ?? []).filter((holder) => holder !== occupants['production'])
    if (earlier.length) {
      const seen = seenIn(db, model, 'production')
      const said = { code: oneOf(codes), reason: `wish ${n}` }
      return rollingBack.intent({ model, id: oneOf(earlier), stage: 'production', seen, ...said })
    }
  }
  if (dice < 0.8) return settingAlias.intent({ model, id, alias: isSo(0.1) ? `alias-${n}` : oneOf(aliases) })
  return describing.intent({ model, ...(isSo(0.5) ? { id } : {}), description: `wish ${n}` })
}

export function aRegistration(model: string, n: number): Intent {
  const record = aRecord({ model, uuid: uuid(`wish ${n}`) })
  return registering.intent({ model, id: hex(`wish ${n}`), record })
}

export const aDescription = (model: string, n: number): Intent => describing.intent({ model, description: `wish ${n}` })

interface Args {
  model: string
  id?: string
  alias?: string
  reason?: string
  description?: string
  seen?: Seen
}
export const argsOf = (intent: Intent) => intent.args as Args

export function keyOfIntent(intent: Intent): string {
  const { id, alias, reason, description } = argsOf(intent)
  if (intent.operation === 'register') return `register ${short(id!)}`
  if (intent.operation === 'setAlias') return `alias ${alias} ${short(id!)}`
  return reason ?? description!
}

const short = (id: string) => id.slice(0, 8)

/** The key of the wish that left an event; undefined of what comes along with others. */
export function keyOfEvent(event: Event): string | undefined {
  switch (event.type) {
    case 'version.registered':
      return `register ${short(event.version)}`
    case 'stage.entered':
      return event.reason
    case 'alias.moved':
      return event.follows ? undefined : `alias ${event.alias} ${short(event.version)}`
    case 'version.described':
    case 'model.described':
      return event.description
    default:
      return undefined
  }
}

/** Must it come to be once it was taken, whatever the others do? Moves may be refused, or be done by another. */
export const isUnconditional = ({ operation }: Intent) => !['promote', 'rollback'].includes(operation)
