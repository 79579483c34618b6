import type { Event } from './event'
import type { Notice } from './policy/policyDocument'

/** Something that happened to a model, and that somebody may want to be told at once. */
export interface News {
  notice: Notice
  model: string
  /** A sentence, without who and when. */
  text: string
}

/** What there is to tell of an event; `nameOf` gives a version's name, `fraud@7`. */
export function newsOf(event: Event, nameOf: (version: string) => string): News | undefined {
  switch (event.type) {
    case 'promotion.refused':
      return news('gate.failed', event.model, `The gate of ${event.stage} refused ${nameOf(event.version)}`, event)
    case 'stage.entered': {
      const way = event.override ? ', although its gate refused it' : ''
      const gone = event.displaced ? `; ${nameOf(event.displaced)} is archived` : ''
      const code = event.code ? ` (${event.code})` : ''
      return event.kind === 'rollback'
        ? news('rollback', event.model, `${event.to} was rolled back to ${nameOf(event.version)}${code}${gone}`, event)
        : news(
            'stage.entered',
            event.model,
            `${nameOf(event.version)} went from ${event.from} to ${event.to}${way}${gone}`,
            event,
          )
    }
    case 'rollout.set': {
      const name = nameOf(event.version)
      const text = event.percent
        ? `${name} gets ${event.percent}% of the traffic of ${event.stage}`
        : `${name} gets no traffic of ${event.stage} any more`
      return news(event.code ? 'rollback' : 'stage.entered', event.model, text, event)
    }
    default:
      return undefined
  }
}

const news = (notice: Notice, model: string, text: string, { reason }: { reason?: string | undefined }): News => ({
  notice,
  model,
  text: `${text}.${reason ? ` Reason: ${reason}` : ''}`,
})
