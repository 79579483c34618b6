import { l10n } from 'vscode'
import { ask } from '../ask'
import { say } from '../progress'
import { runWizard, type Step } from '../wizard'
import type { Command } from './command'

interface Webhook {
  /** Of the variable that a policy names, without `env:`. */
  name: string
  address: string
}

/** Values: `name` and `address`; an empty address forgets the one that is kept. */
export const setWebhook: Command = async (app, call) => {
  const { name, address } = call.args
  const given = typeof name === 'string' && typeof address === 'string' ? { name, address } : {}
  const chosen = await runWizard<Webhook>(() => l10n.t('Set a Webhook Address'), [nameStep, addressStep], given)
  if (!chosen) return undefined
  await app.keys.keepWebhook(chosen.name, chosen.address)
  say(
    chosen.address
      ? l10n.t('The address of {0} is kept on this machine', chosen.name)
      : l10n.t('The address of {0} is forgotten', chosen.name),
  )
  return { name: chosen.name, kept: chosen.address !== '' }
}

const nameStep: Step<Webhook> = {
  key: 'name',
  ask: async ({ name }, place) => {
    const answer = await ask(place, {
      prompt: l10n.t('Which variable does the policy name under notify, as in url: env:PEDIGREE_SLACK_WEBHOOK?'),
      value: name ?? 'PEDIGREE_SLACK_WEBHOOK',
      problemWith: (text) =>
        /^PEDIGREE_[A-Z0-9_]+$/.test(text) ? undefined : l10n.t('Its name begins with PEDIGREE_, in capitals.'),
    })
    return typeof answer === 'string' ? { name: answer } : answer
  },
}

const addressStep: Step<Webhook> = {
  key: 'address',
  ask: async ({ name }, place) => {
    const answer = await ask(place, {
      prompt: l10n.t('The address for {0}. It is kept in the secret storage of VS Code, and nowhere else.', name!),
      placeholder: l10n.t('https://…, or nothing to forget it'),
      isSecret: true,
      problemWith: (text) =>
        !text || (/^https:/i.test(text) && URL.canParse(text))
          ? undefined
          : l10n.t('An address of a webhook begins with https://.'),
    })
    return typeof answer === 'string' ? { address: answer } : answer
  },
}
