import { l10n } from 'vscode'
import { RegistryError } from '../../core/registryError'
import { readDate } from '../../operations/readDate'
import type { App } from '../app'
import { ask, type Choice, pick, separator } from '../ask'
import { say } from '../progress'
import { reference, when } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'

interface Past {
  /** A date as it is typed, or '' for one that is to be typed. */
  date: string
  typed: string
}

/** How many promotions are offered. */
const offered = 12
const day = 86_400_000

/** Values: `date`, such as `2026-11-14` or an instant. Turns the view of models into the registry of that day. */
export const asOf: Command = async (app, { args }) => {
  const given = typeof args['date'] === 'string' ? { date: args['date'] } : {}
  const chosen = await runWizard<Past>(l10n.t('Show Models As Of…'), [dateStep(app), typedStep], given)
  if (!chosen) return undefined
  const at = instantOf(chosen.date || chosen.typed)
  await app.models.showAsOf(at)
  return at
}

export const backToNow: Command = async (app) => {
  await app.models.showAsOf(undefined)
  say(l10n.t('Models are as of now'))
}

const dateStep = (app: App): Step<Past> => ({
  key: 'date',
  ask: async ({ date }, place) => {
    const answer = await pick<string>(place, {
      placeholder: l10n.t('Which day? Choose one, or type a date such as 2026-11-14.'),
      choices: (show) => choices(app, show),
      active: (value) => value === date,
      create: (typed) =>
        problemWith(typed) ? undefined : { label: typed, description: when(instantOf(typed)), value: typed },
    })
    return typeof answer === 'string' ? { date: answer } : answer
  },
})

async function choices(app: App, show: (soFar: Choice<string>[]) => void): Promise<Choice<string>[]> {
  const ago = (days: number, label: string): Choice<string> => {
    const value = new Date(Date.now() - days * day).toISOString()
    return { label, description: when(value), value }
  }
  const usual = [
    ago(1, l10n.t('Yesterday')),
    ago(7, l10n.t('A week ago')),
    ago(30, l10n.t('A month ago')),
    { label: l10n.t('Type a date…'), alwaysShow: true, value: '' },
  ]
  show(usual)
  const readable = (await app.registries.all()).filter(({ status }) => status)
  const found = await Promise.all(
    readable.map(({ folder }) => app.engine.call(folder, 'lastEntries', { limit: offered })),
  )
  const entries = found.flat().sort((a, b) => (a.at < b.at ? 1 : -1))
  const promotions = entries.slice(0, offered).map((entry): Choice<string> => {
    const label = l10n.t('When {0} entered {1}', reference(entry), entry.stage)
    return { label, description: when(entry.at), value: entry.at }
  })
  return promotions.length ? [...usual, separator<string>(l10n.t('Last promotions')), ...promotions] : usual
}

const typedStep: Step<Past> = {
  key: 'typed',
  applies: ({ date }) => date === '',
  ask: async ({ typed }, place) => {
    const prompt = l10n.t('A day (its end counts), or a day and a time. Without a zone it is local.')
    const answer = await ask(place, { prompt, value: typed, placeholder: '2026-11-14', problemWith })
    return typeof answer === 'string' ? { typed: answer } : answer
  },
}

/** A day means its end. Throws bad-date, also for what is still to come. */
function instantOf(text: string): string {
  if (Date.parse(readDate(text, 'start')) > Date.now())
    throw new RegistryError('bad-date', l10n.t('{0} is still to come.', text))
  return readDate(text, 'end')
}

/** Why a date is not taken. */
function problemWith(text: string): string | undefined {
  try {
    instantOf(text)
    return undefined
  } catch (error) {
    if (error instanceof RegistryError) return error.message
    throw error
  }
}
