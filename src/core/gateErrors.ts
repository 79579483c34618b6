import { counted, typed } from './gate/words'
import type { GateReport } from './gate/report'
import type { Policy } from './policy/policy'
import { RegistryError } from './registryError'

// What gates, approvals and rollouts refuse; the rest is in errors.ts.

export function gateFailed(
  reference: string,
  stage: string,
  report: GateReport,
  override: Policy['override'] = 'allowed',
): RegistryError {
  const failing = report.rules.filter(({ passed }) => !passed)
  const first = `The gate of ${stage} refuses ${reference}: ${failing.length} of ${counted(report.rules.length, 'rule')} failed.`
  const see = `See all of it with: pedigree gate ${typed(reference)} ${typed(stage)}`
  return new RegistryError(
    'gate-failed',
    [first, ...failing.map(({ rule, message }) => `- ${message} (${rule})`)].join('\n'),
    override === 'never'
      ? `${see}.`
      : `${see}; promote it all the same with --override and --reason, for ever on record.`,
    { details: { gate: report } },
  )
}

export const overrideForbidden = (model: string, stage: string) =>
  new RegistryError(
    'override-forbidden',
    `The policy of ${model} does not allow overriding the gate of ${stage}.`,
    'Fix what failed; or change the policy (override: allowed) and apply it.',
  )
export const approvalByAuthor = (reference: string) =>
  new RegistryError(
    'approval-by-author',
    `You made ${reference}, so you cannot approve it.`,
    'Ask somebody else to look at it.',
  )
export const notApproved = (reference: string, stage: string, who: string) =>
  new RegistryError(
    'not-approved',
    `${who} has not approved ${reference} for ${stage}, so there is nothing to withdraw.`,
    `See: pedigree show ${typed(reference)}.`,
  )

// Rollouts
export const rolloutRunning = (model: string, stage: string, running: string, percent: number) =>
  new RegistryError(
    'rollout-running',
    `${running} is being rolled out to ${stage} of ${model} already, at ${percent}%.`,
    `End it first: pedigree promote ${typed(running)} ${typed(stage)} --rollout 100, or --rollout 0 with a reason.`,
    { details: { running, percent } },
  )
export const noHolder = (model: string, stage: string) =>
  new RegistryError(
    'no-holder',
    `No version holds ${stage} of ${model}, so there is nothing to roll out against.`,
    'Promote it there without --rollout.',
  )
export const noRollout = (model: string, stage: string) =>
  new RegistryError(
    'no-rollout',
    `No version is being rolled out to ${stage} of ${model}.`,
    `Start one with: pedigree promote ${typed(`${model}@…`)} ${typed(stage)} --rollout 5.`,
  )
export const rolloutShared = (model: string, stage: string) =>
  new RegistryError(
    'stage-not-exclusive',
    `${stage} of ${model} is shared by versions, so none of them gives up a part of its traffic.`,
    'Promote it there without --rollout.',
  )
