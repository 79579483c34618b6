import { l10n } from 'vscode'
import { approvalByAuthor } from '../../core/gateErrors'
import { RegistryError } from '../../core/registryError'
import type { Approvals, StageApprovals } from '../../operations/approvalsOf'
import type { App } from '../app'
import { ask, type Choice, pick } from '../ask'
import { inView, sayDone } from '../progress'
import { reference } from '../tree/words'
import { runWizard, type Step } from '../wizard'
import type { Call, Command } from './command'
import { attempt } from './remedies'
import { type Target, targetOf, toVersion } from './target'

interface Approving extends Target {
  approvals: Approvals
  stage: string
  note: string
}

/** Values: `reference`, `stage`, `note`. */
export const approve: Command = (app, call) =>
  saying(app, call, {
    withdraw: false,
    title: (name) => (name ? l10n.t('Approve {0}', name) : l10n.t('Approve a Version')),
    steps: [stageStep, noteStep],
  })

/** Values: `reference`, `stage`, `note`. Takes back an approval of one's own. */
export const withdrawApproval: Command = (app, call) =>
  saying(app, call, {
    withdraw: true,
    title: (name) => (name ? l10n.t('Withdraw an Approval of {0}', name) : l10n.t('Withdraw an Approval')),
    steps: [givenStep, withdrawalStep],
  })

interface Way {
  withdraw: boolean
  title(name: string | undefined): string
  steps: Step<Approving>[]
}

async function saying(app: App, call: Call, { withdraw, title, steps }: Way): Promise<unknown> {
  const { stage, note } = call.args
  const isNoteGiven = typeof note === 'string' || typeof stage === 'string'
  const given = {
    ...(await targetOf(app, call)),
    ...(typeof stage === 'string' ? { stage } : {}),
    ...(isNoteGiven ? { note: String(note ?? '') } : {}),
  }
  const chosen = await runWizard<Approving>(
    ({ version }) => title(version && reference(version)),
    [...toVersion<Approving>(app), look(app), ...steps],
    given,
  )
  if (!chosen) return undefined
  const { folder, version } = chosen
  const name = reference(version)
  return attempt(app, { folder }, async () => {
    const args = { reference: name, stage: chosen.stage, note: chosen.note || undefined, withdraw }
    const answer = await inView(() => app.engine.call(folder, 'approveVersion', args))
    const { stages } = await app.engine.call(folder, 'approvalsOf', { reference: name })
    const now = stages.find(({ stage }) => stage.toLowerCase() === chosen.stage.toLowerCase())
    const counted = now ? countOf(now) : ''
    const said = withdraw
      ? l10n.t('Withdrew the approval of {0} for {1}', name, chosen.stage)
      : l10n.t('Approved {0} for {1}', name, chosen.stage)
    sayDone(answer, counted ? `${said} (${counted})` : said)
    return answer
  })
}

const look = (app: App): Step<Approving> => ({
  key: 'approvals',
  find: async ({ folder, version }) => ({
    approvals: await app.engine.call(folder!, 'approvalsOf', { reference: reference(version!) }),
  }),
})

/** `1 of 2: Ada Lovelace`, or who has approved where nobody has to. */
const countOf = ({ rules, given }: StageApprovals): string =>
  rules.map(({ actual }) => actual).join('; ') || given.map(({ by }) => by.name || by.email).join(', ')

/** Those that ask for approvals first. */
const stageStep: Step<Approving> = {
  key: 'stage',
  ask: async ({ approvals, version, stage }, place) => {
    const { stages, isAuthor } = approvals!
    if (isAuthor) throw approvalByAuthor(reference(version!))
    const answer = await pick(place, {
      placeholder: l10n.t('For which stage?'),
      choices: [...stages.filter(({ rules }) => rules.length), ...stages.filter(({ rules }) => !rules.length)].map(
        choice,
      ),
      active: (value) => value === stage,
    })
    return typeof answer === 'string' ? { stage: answer } : answer
  },
}

function choice(approvals: StageApprovals): Choice<string> {
  const { stage, rules, isMine } = approvals
  const asked = rules.map(({ expected }) => l10n.t('asks for {0}', expected)).join('; ')
  return {
    label: stage,
    description: [countOf(approvals), isMine ? l10n.t('you approved') : ''].filter(Boolean).join(' · '),
    detail: asked || l10n.t('asks for no approval'),
    value: stage,
  }
}

const noteStep: Step<Approving> = {
  key: 'note',
  ask: async ({ approvals, stage, note }, place) => {
    const { from = [] } = approvals!.stages.find((other) => other.stage === stage) ?? {}
    const { email } = approvals!.actor
    const counts = !from.length || from.some((listed) => listed.toLowerCase() === email.toLowerCase())
    const answer = await ask(place, {
      prompt: counts
        ? l10n.t('A note? It stays in the log. You may leave it empty.')
        : l10n.t('The gate counts approvals of {0} only, and you are {1}. A note?', from.join(', '), email),
      value: note,
    })
    return typeof answer === 'string' ? { note: answer } : answer
  },
}

/** Where this person has approved; only asked where there is a choice. */
const givenStep: Step<Approving> = {
  key: 'stage',
  find: async ({ approvals, version }) => {
    const [only, ...others] = approvals!.stages.filter(({ isMine }) => isMine)
    if (!only)
      throw new RegistryError(
        'not-approved',
        l10n.t('You have not approved {0}, so there is nothing to withdraw.', reference(version!)),
      )
    return others.length ? undefined : { stage: only.stage }
  },
  ask: async ({ approvals, stage }, place) => {
    const answer = await pick(place, {
      placeholder: l10n.t('Your approval for which stage?'),
      choices: approvals!.stages.filter(({ isMine }) => isMine).map(choice),
      active: (value) => value === stage,
    })
    return typeof answer === 'string' ? { stage: answer } : answer
  },
}

const withdrawalStep: Step<Approving> = {
  key: 'note',
  ask: async ({ stage, note }, place) => {
    const prompt = l10n.t('Why is your approval for {0} withdrawn? You may leave it empty.', stage!)
    const answer = await ask(place, { prompt, value: note })
    return typeof answer === 'string' ? { note: answer } : answer
  },
}
