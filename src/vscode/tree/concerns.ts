import { l10n, ThemeIcon, TreeItemCollapsibleState as State } from 'vscode'
import { warned } from './happened'
import type { Look } from './look'
import { markUri, warningMark } from './marks'
import type { DriftNode, LineNode, PolicyNode } from './nodes'
import { ago, driftWords, when } from './words'

// Rows that somebody should look at.

/** `prod-eu runs v3, production has v4`. */
export function driftLook({ folder, drift }: DriftNode): Look {
  const label = driftWords(drift)
  const { model, environment, runs, since } = drift
  const description = l10n.t('since {0}', ago(since, Date.now()))
  return {
    label,
    description,
    tooltip: [
      label,
      l10n.t('Since {0}.', when(since)),
      l10n.t(
        '{0} says what it runs by “pedigree deployed”. Deploy the version of the stage, or move the stage.',
        environment,
      ),
    ].join('\n'),
    iconPath: warned('warning'),
    resourceUri: markUri(folder, `${model}/drift/${environment}`, warningMark(label)),
    command: {
      command: 'pedigree.showVersion',
      title: label,
      arguments: [{ folder, reference: `${model}@${runs}` }],
    },
    accessibilityInformation: { label: `${label}, ${description}` },
  }
}

/** The file says something else than the log, or cannot be applied. */
export function policyLook({ folder, compared }: PolicyNode): Look {
  const { differences, errors, place } = compared
  const [label, meaning] = errors.length
    ? [l10n.t('Policy has errors'), l10n.t('The policy in pedigree.yaml cannot be applied.')]
    : [l10n.t('Policy not applied'), l10n.t('The policy in pedigree.yaml differs from the one applied.')]
  const count = errors.length === 1 ? l10n.t('1 error') : l10n.t('{0} errors', errors.length)
  const description = l10n.t('{0} in pedigree.yaml', errors.length ? count : differenceWords(differences.length))
  const rule = l10n.t('Only the policy that is applied counts.')
  return {
    label,
    description,
    tooltip: [meaning, rule, ...errors, ...differences].slice(0, 20).join('\n'),
    iconPath: errors.length ? warned('warning') : new ThemeIcon('law'),
    collapsibleState: State.Collapsed,
    contextValue: errors.length ? 'policy+wrong' : 'policy',
    command: openConfiguration(folder, place),
    accessibilityInformation: { label: `${label}, ${description}` },
  }
}

export const differenceWords = (count: number): string =>
  count === 1 ? l10n.t('1 difference') : l10n.t('{0} differences', count)

export const lineLook = ({ text }: LineNode): Look => ({ label: text, tooltip: text })

const openConfiguration = (folder: string, place: { line: number; column: number } | null) => ({
  command: 'pedigree.openConfiguration',
  title: l10n.t('Open pedigree.yaml'),
  arguments: [{ folder, ...place }],
})
