import { l10n } from 'vscode'
import type { GateReport, RulePart, RuleResult } from '../../core/gate/report'
import { ruleCount, when } from '../tree/words'

/** How many measurements of one rule are told; those that failed come first. */
const most = 300

/** What a gate said, to be read. `sha256` is where a report is kept that was not made just now. */
export function reportMarkdown(report: GateReport, sha256?: string): string {
  const { rules, at, model, number, stage } = report
  const failed = rules.filter(({ passed }) => !passed)
  const passed = rules.filter((rule) => rule.passed)
  const asked = sha256
    ? l10n.t('Asked on {0}, and kept in the registry as {1}.', when(at), sha256)
    : l10n.t('Asked on {0}, without moving anything.', when(at))
  return [
    `# ${escaped(l10n.t('{0} and the gate of {1}', `${model}@${number}`, stage))}`,
    `**${escaped(verdict(report))}** ${escaped(asked)}`,
    ...section(l10n.t('What failed'), sentences(failed)),
    ...section(l10n.t('All rules'), rules.length ? [allRules(rules)] : []),
    ...section(l10n.t('What passed'), sentences(passed)),
    ...rules.flatMap((rule) => section(rule.rule, rule.parts?.length ? measured(rule.parts) : [])),
  ].join('\n\n')
}

/** `2 of 11 rules failed.` */
export function verdict({ rules, passed }: GateReport): string {
  if (!rules.length) return l10n.t('The stage has no gate.')
  const failed = rules.filter((rule) => !rule.passed).length
  return passed
    ? l10n.t('Passed: {0}.', ruleCount(rules.length))
    : l10n.t('Failed: {0} of {1}.', failed, ruleCount(rules.length))
}

const section = (title: string, content: string[]): string[] =>
  content.length ? [`## ${escaped(title)}`, ...content] : []

const sentences = (rules: RuleResult[]): string[] =>
  rules.length ? [rules.map(({ message }) => `- ${escaped(message)}`).join('\n')] : []

const allRules = (rules: RuleResult[]): string =>
  table(
    ['', l10n.t('Rule'), l10n.t('Expected'), l10n.t('Found'), l10n.t('Compared with')],
    rules.map(({ passed, rule, expected, actual, baseline }) => [
      mark(passed),
      ...escapedAll([rule, expected, actual, baseline]),
    ]),
  )

function measured(parts: readonly RulePart[]): string[] {
  const sorted = [...parts.filter(({ passed }) => !passed), ...parts.filter(({ passed }) => passed)]
  const hidden = sorted.length - most
  return [
    table(
      ['', l10n.t('Slice'), l10n.t('Dataset'), l10n.t('Found'), l10n.t('Compared with')],
      sorted
        .slice(0, most)
        .map(({ passed, slice, dataset, actual, baseline }) => [
          mark(passed),
          ...escapedAll([slice, dataset, actual, baseline]),
        ]),
    ),
    ...(hidden > 0 ? [escaped(l10n.t('{0} more are not shown.', hidden))] : []),
  ]
}

// Never by colour alone, nor by a sign alone.
const mark = (passed: boolean): string =>
  escaped(passed ? l10n.t('✓ passed') : l10n.t('✗ failed')).replaceAll(' ', '&nbsp;')

/** Of cells that are Markdown already. */
const table = (heads: string[], rows: string[][]): string =>
  [heads.map(escaped), heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const escapedAll = (cells: (string | undefined)[]): string[] => cells.map((cell = '') => escaped(cell))

/** Names and notes are other people's words: no Markdown, no link and no picture comes of them. */
export const escaped = (text: string): string => text.replace(/\s+/g, ' ').replace(/[!-/:-@[-`{-~]/g, String.raw`\$&`)
