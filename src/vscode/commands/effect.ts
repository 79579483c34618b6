import { l10n } from 'vscode'
import { isExclusive } from '../../core/policy/policy'
import type { VersionRow } from '../../index/versions'
import type { ShownModel } from '../../operations/showModel'
import { reference } from '../tree/words'

// What a move will do, said before it is done.

/** Who holds an exclusive stage; undefined for a shared one, and where nobody does. */
export const holderOf = ({ holders }: ShownModel, stage: string): VersionRow | undefined => holders[stage]?.at(-1)

export function stageEffect(shown: ShownModel, stage: string): string {
  if (stage === 'none') return l10n.t('Out of every stage.')
  if (!isExclusive(shown.policy, stage)) {
    const others = shown.stages[stage]?.length ?? 0
    return others ? l10n.t('Shared: beside {0} already there.', others) : l10n.t('Shared by any number of versions.')
  }
  const holder = holderOf(shown, stage)
  return holder
    ? l10n.t('One version at a time: {0} will be archived.', named(holder))
    : l10n.t('One version at a time: nobody holds it now.')
}

/** What an exclusive stage loses by a move; undefined when it keeps its holder. */
export function emptied(shown: ShownModel, { id, stage }: VersionRow, to: string): string | undefined {
  if (stage === to || holderOf(shown, stage)?.id !== id) return undefined
  const { followers } = shown.policy
  const gone = Object.keys(followers).filter((alias) => followers[alias]!.stage === stage && alias in shown.aliases)
  return gone.length
    ? l10n.t('That leaves {0} without a version, and takes {1} away.', stage, gone.join(', '))
    : l10n.t('That leaves {0} without a version.', stage)
}

export const named = (version: VersionRow): string =>
  version.label ? `${reference(version)} (${version.label})` : reference(version)
