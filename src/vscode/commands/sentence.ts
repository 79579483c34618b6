import { l10n } from 'vscode'
import type { RegistryError } from '../../core/registryError'

/** A refusal in one line, with the next step as one takes it in the editor. */
export function sentenceOf({ code, message, hint, details }: RegistryError): string {
  const registered = details?.['registered'] as { model: string; version: number } | undefined
  const before = registered
    ? l10n.t('{0} was registered, but not promoted.', `${registered.model}@${registered.version}`)
    : ''
  return [before, message, hintsHere()[code] ?? hint].filter(Boolean).join(' ')
}

/** Hints that name a command line where there is a command. */
const hintsHere = (): Partial<Record<string, string>> => ({
  'no-registry': l10n.t('Make one with “Pedigree: Initialize Registry”.'),
  'registry-exists': l10n.t('It is shown in the view Models.'),
  'no-such-alias': '',
  'log-forked': l10n.t('Restore the log from a copy; “Pedigree: Verify” says more.'),
  'log-damaged': l10n.t('“Pedigree: Verify” says more.'),
  'files-missing': l10n.t('“Pedigree: Verify” says more.'),
  'would-leave-empty': l10n.t('Promote another version first.'),
})
