import { l10n } from 'vscode'
import type { GateReport } from '../../core/gate/report'
import type { ErrorCode, RegistryError } from '../../core/registryError'
import { failing, gateSentence } from './gate'

/** A refusal in one line, with the next step as one takes it in the editor. */
export function sentenceOf({ code, message, hint, details }: RegistryError): string {
  const registered = details?.['registered'] as { model: string; version: number } | undefined
  const before = registered
    ? l10n.t('{0} was registered, but not promoted.', `${registered.model}@${registered.version}`)
    : ''
  const said = code === 'gate-failed' && details?.['gate'] ? refusalOfGate(details['gate'] as GateReport) : message
  const next = isHopeless(code, details) ? hint : (hintsHere()[code] ?? hint)
  return [before, said, next].filter(Boolean).join(' ')
}

/** A notice has room for the first of the rules that failed. */
function refusalOfGate(report: GateReport): string {
  const [first, ...others] = failing(report)
  const more = others.length ? l10n.t('And {0} more.', others.length) : ''
  return [gateSentence(report), first?.message, more].filter(Boolean).join(' ')
}

/** No key is known that would do, so it is no use to look for one. */
const isHopeless = (code: ErrorCode, details: RegistryError['details']): boolean =>
  code === 'signature-required' && !(details?.['fingerprints'] as string[] | undefined)?.length

/** Hints that name a command line where there is a command. */
const hintsHere = (): Partial<Record<ErrorCode, string>> => ({
  'no-registry': l10n.t('Make one with “Pedigree: Initialize Registry”.'),
  'registry-exists': l10n.t('It is shown in the view Models.'),
  'no-such-alias': '',
  'log-forked': l10n.t('Restore the log from a copy; “Pedigree: Verify” says more.'),
  'log-damaged': l10n.t('“Pedigree: Verify” says more.'),
  'files-missing': l10n.t('“Pedigree: Verify” says more.'),
  'would-leave-empty': l10n.t('Promote another version first.'),
  'card-changed': l10n.t('“Resolve…” in the card’s editor puts both together.'),
  'file-too-large': l10n.t('“Pedigree: Pull Files…” fetches it.'),
  // Of gates and rollouts
  'gate-failed': '',
  'not-approved': '',
  'rollout-running': l10n.t('End it first with “Pedigree: Change Rollout…”.'),
  'no-holder': l10n.t('Promote it there at once.'),
  'no-rollout': l10n.t('“Pedigree: Promote…” starts one, with a share of the traffic.'),
  'signature-required': l10n.t('Choose its file, or load it into an SSH agent. The editor asks for no passphrase.'),
  'signing-failed': l10n.t(
    'The editor asks for no passphrase: load a key that has one into an SSH agent, with ssh-add.',
  ),
  // Of a bucket
  'no-credentials': l10n.t('Sign in with “aws sso login” in a terminal, or choose the AWS profile in pedigree.yaml.'),
  'wrong-credentials': l10n.t('Sign in again, or check the key, the profile and the endpoint in pedigree.yaml.'),
  'no-permission': l10n.t('Ask its owner for s3:ListBucket on the bucket, and s3:GetObject and s3:PutObject in it.'),
  'bucket-missing': l10n.t('Check the address and the endpoint in pedigree.yaml, or make the bucket first.'),
  'wrong-region': l10n.t('Set s3.region in pedigree.yaml.'),
  'not-s3': l10n.t('Check s3.endpoint in pedigree.yaml: its protocol, host and port.'),
  'store-unreachable': l10n.t('Check the network and the endpoint, or try again later.'),
  'store-refused': l10n.t('See what the manual of the store says of that.'),
  'transfer-damaged': l10n.t('Try again; a proxy or a network card may be at fault.'),
  'not-a-registry': l10n.t('Name the prefix of the registry, or one where nothing is yet.'),
  'unsafe-store': l10n.t('Use another store, or a bucket that keeps no versions.'),
})
