import type { Event } from '../core/event'
import { type News, newsOf } from '../core/notice'
import { RegistryError } from '../core/registryError'
import { driftOf } from '../index/drift'
import { type EventRow, eventRows } from '../index/history'
import { versionById } from '../index/versions'
import type { Db } from '../sqlite/db'
import { policyOf } from './policyOf'
import { type PostWebhook, postWebhook } from './webhook'
import { addressOfWebhook } from './webhookAddress'

export interface Notifying {
  /** What the editor keeps secret, by the name of the variable that would hold it. */
  secret?: ((name: string) => Promise<string | undefined>) | undefined
  onWarning(message: string): void
  webhook?: PostWebhook
}

/** One message, and the setting that says where it goes. */
export interface Message {
  url: string
  text: string
}

/** No more than this is tried: nobody is to wait for what nobody may read. */
const webhookLimits: PostWebhook = { timeout: 4000, tries: 2 }

/**
 * Tells those who asked for it of a commit that this client made. Nothing waits for it; what fails is a warning. The
 * messages are made before it returns, so that the index may be closed.
 */
export async function notify(db: Db, seq: number, notifying: Notifying): Promise<void> {
  const { secret, onWarning, webhook } = notifying
  const send = async ({ url, text }: Message) => {
    try {
      const address = await addressOfWebhook(url, secret)
      await postWebhook(address.href, { text }, { ...webhookLimits, ...webhook })
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      onWarning(`${url} was not told: ${error.message}`)
    }
  }
  await Promise.all(messagesOf(db, seq).map(send))
}

/** What a commit is to be told of, as each model's policy wants it. */
export function messagesOf(db: Db, seq: number): Message[] {
  return eventRows(db, 'e.seq = :seq and e.problem is null and e.distrust is null', { seq }).flatMap((row) =>
    allNews(db, row).flatMap(({ notice, model, text }) => {
      const wanted = policyOf(db, model).notify.filter(({ on }) => on.includes(notice))
      return [...new Set(wanted.map(({ url }) => url))].map((url) => ({ url, text: slackText(model, text, row) }))
    }),
  )
}

function allNews(db: Db, { body }: EventRow): News[] {
  const event = body as unknown as Event
  const found = newsOf(event, (id) => {
    const version = versionById(db, id)
    return version ? `${version.model}@${version.version}` : id.slice(0, 12)
  })
  return [...(found ? [found] : []), ...(event.type === 'deployment.reported' ? driftNews(db, event) : [])]
}

function driftNews(db: Db, { model, environment }: { model: string; environment: string }): News[] {
  return driftOf(db, model, policyOf(db, model))
    .filter((drift) => drift.environment === environment)
    .map(({ stage, runs, expected }) => {
      const has = expected === null ? 'no version' : `${model}@${expected}`
      return { notice: 'drift', model, text: `${environment} runs ${model}@${runs}, but ${stage} has ${has}.` }
    })
}

/** As Slack and those who take its messages read it: three characters would be marks, of a mention for one. */
const slackText = (model: string, text: string, { name, at }: EventRow): string =>
  `${model}: ${text} (${name}, ${at.slice(0, 16).replace('T', ' ')} UTC)`
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
