import { l10n } from 'vscode'
import { own } from '../../core/own'
import type { Policy } from '../../core/policy/policy'
import type { App } from '../app'
import { ask, pick } from '../ask'
import { inView, sayDone } from '../progress'
import { reference } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'
import { attempt } from './remedies'
import { type Target, targetOf, toVersion } from './target'

type Result = 'pass' | 'fail'

interface Check extends Target {
  check: string
  result: Result
  url: string
  note: string
}

/** Values: `reference`, `check` (its name), `result` (`pass` or `fail`), `url`, `note`. */
export const check: Command = async (app, call) => {
  const { check, result, url, note } = call.args
  const isAll = typeof check === 'string' && (result === 'pass' || result === 'fail')
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const given: Partial<Check> = {
    ...(await targetOf(app, call)),
    ...(isAll ? { check, result, url: text(url), note: text(note) } : {}),
  }
  const title = ({ version }: Partial<Check>) =>
    version ? l10n.t('Record a Check of {0}', reference(version)) : l10n.t('Record a Check')
  const steps = [...toVersion<Check>(app), nameStep(app), resultStep, urlStep, noteStep]
  const chosen = await runWizard<Check>(title, steps, given)
  if (!chosen) return undefined
  const { folder, version } = chosen
  return attempt(app, { folder }, async () => {
    const args = {
      reference: reference(version),
      check: chosen.check,
      result: chosen.result,
      url: chosen.url || undefined,
      note: chosen.note || undefined,
    }
    const answer = await inView(() => app.engine.call(folder, 'checkVersion', args))
    const said =
      chosen.result === 'pass'
        ? l10n.t('{0} passed {1}', args.reference, chosen.check)
        : l10n.t('{0} failed {1}', args.reference, chosen.check)
    sayDone(answer, answer.stage === version.stage ? said : l10n.t('{0}, and is in {1} now', said, answer.stage))
    return answer
  })
}

/** Those that gates ask for, or any other. */
const nameStep = (app: App): Step<Check> => ({
  key: 'check',
  ask: async ({ folder, model, check }, place) => {
    const answer = await pick(place, {
      placeholder: l10n.t('Which check? Type a name for another one.'),
      choices: app.engine.call(folder!, 'showModel', { model: model! }).then(({ policy }) =>
        checksOf(policy).map((name) => ({
          label: name,
          description: l10n.t('asked for by {0}', stagesAsking(policy, name).join(', ')),
          value: name,
        })),
      ),
      active: (value) => value === check,
      create: (typed) => (typed.length <= 250 ? { label: typed, value: typed } : undefined),
    })
    return typeof answer === 'string' ? { check: answer } : answer
  },
})

const checksOf = ({ gates }: Policy): string[] => [
  ...new Set(Object.values(gates).flatMap((rules) => rules.flatMap((rule) => ('check' in rule ? rule.check : [])))),
]
const stagesAsking = ({ stages, gates }: Policy, name: string): string[] =>
  stages.filter((stage) => own(gates, stage)?.some((rule) => 'check' in rule && rule.check === name))

const resultStep: Step<Check> = {
  key: 'result',
  ask: async ({ check, result }, place) => {
    const answer = await pick<Result>(place, {
      placeholder: l10n.t('What came of {0}?', check!),
      choices: [
        { label: `$(pass) ${l10n.t('It passed')}`, value: 'pass' },
        { label: `$(error) ${l10n.t('It failed')}`, value: 'fail' },
      ],
      active: (value) => value === result,
    })
    return typeof answer === 'string' ? { result: answer } : answer
  },
}

const urlStep: Step<Check> = {
  key: 'url',
  ask: async ({ url }, place) => {
    const answer = await ask(place, {
      prompt: l10n.t('Where can the whole of it be read? You may leave it empty.'),
      value: url,
      placeholder: 'https://',
      problemWith: (text) =>
        !text || (/^https?:/i.test(text) && URL.canParse(text))
          ? undefined
          : l10n.t('An address begins with https:// or http://.'),
    })
    return typeof answer === 'string' ? { url: answer } : answer
  },
}

const noteStep: Step<Check> = {
  key: 'note',
  ask: async ({ note }, place) => {
    const answer = await ask(place, { prompt: l10n.t('A note? You may leave it empty.'), value: note })
    return typeof answer === 'string' ? { note: answer } : answer
  },
}
