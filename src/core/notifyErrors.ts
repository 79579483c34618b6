import { RegistryError } from './registryError'

// What is refused of webhooks. Their addresses are secrets, so that a sentence names the host and nothing else of one.

export const webhookNotASetting = () =>
  new RegistryError(
    'webhook-refused',
    'A webhook is not named by its address: whoever reads the policy could then write to it.',
    'Write env:PEDIGREE_… in the policy, such as env:PEDIGREE_SLACK_WEBHOOK, and put the address into that variable.',
  )
export const webhookBadVariable = (name: string) =>
  new RegistryError(
    'webhook-refused',
    `A webhook may not be read from ${name}: a policy names only variables that begin with PEDIGREE_.`,
    'Write env:PEDIGREE_… in the policy, such as env:PEDIGREE_SLACK_WEBHOOK.',
  )
export const webhookUnknown = (name: string) =>
  new RegistryError(
    'webhook-refused',
    `The address of a webhook is not known here: ${name} is not set.`,
    `Set ${name} to the address, which begins with https://.`,
  )
export const webhookNotHttps = (name: string) =>
  new RegistryError(
    'webhook-refused',
    `What ${name} holds is not the address of a webhook, which begins with https://.`,
    'Copy the whole address from where the webhook was made.',
  )
export const webhookPrivate = (host: string) =>
  new RegistryError(
    'webhook-refused',
    `The webhook at ${host} was not called: that is no address of the public internet.`,
    'Use a webhook that anybody can reach; a private network is not called.',
  )
export const webhookRedirects = (host: string, status: number) =>
  new RegistryError(
    'webhook-refused',
    `The webhook at ${host} answers with another address (${status}), which is not followed.`,
    'Use the address that it leads to.',
    { details: { status } },
  )
export const webhookRejected = (host: string, status: number) =>
  new RegistryError(
    'webhook-refused',
    `The webhook at ${host} does not take the message (${status}).`,
    'Check that its address is still valid.',
    { details: { status } },
  )
export const webhookUnreachable = (host: string, problem: string, details?: { status: number }) =>
  new RegistryError(
    'webhook-unreachable',
    `The webhook at ${host} could not be reached: ${problem}.`,
    'What it was to be told of has happened all the same.',
    details ? { details } : {},
  )
