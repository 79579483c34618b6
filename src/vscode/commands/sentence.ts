import { l10n } from 'vscode'
import type { ErrorCode, RegistryError } from '../../core/registryError'

/** A refusal in one line, with the next step as one takes it in the editor. */
export function sentenceOf({ code, message, hint, details }: RegistryError): string {
  const registered = details?.['registered'] as { model: string; version: number } | undefined
  const before = registered
    ? l10n.t('{0} was registered, but not promoted.', `${registered.model}@${registered.version}`)
    : ''
  return [before, message, hintsHere()[code] ?? hint].filter(Boolean).join(' ')
}

/** Hints that name a command line where there is a command. */
const hintsHere = (): Partial<Record<ErrorCode, string>> => ({
  'no-registry': l10n.t('Make one with “Pedigree: Initialize Registry”.'),
  'registry-exists': l10n.t('It is shown in the view Models.'),
  'no-such-alias': '',
  'log-forked': l10n.t('Restore the log from a copy; “Pedigree: Verify” says more.'),
  'log-damaged': l10n.t('“Pedigree: Verify” says more.'),
  'files-missing': l10n.t('“Pedigree: Verify” says more.'),
  'would-leave-empty': l10n.t('Promote another version first.'),
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
