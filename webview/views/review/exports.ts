import * as l10n from '@vscode/l10n'
import { when } from '../../format'
import { csvOf, markdownOf } from '../../save'
import { cardWords } from './cardWords'
import { nameOf, type Review } from './reviewed'
import {
  effectSentences,
  outcomeWord,
  ruleName,
  standingSentence,
  standingWord,
  titleOf,
  v,
  valueTexts,
  verdictOf,
} from './words'

/** The rules as a table: the heads first. */
export function rulesTable({ gate }: Review): unknown[][] {
  return [
    [
      l10n.t('Result'),
      l10n.t('Rule'),
      l10n.t('Found'),
      l10n.t('Expected'),
      l10n.t('Compared with'),
      l10n.t('Sentence'),
    ],
    ...(gate?.rules ?? []).map(({ passed, rule, actual, expected, baseline, message }) => [
      passed ? l10n.t('passed') : l10n.t('failed'),
      ...[rule, actual, expected, baseline, message],
    ]),
  ]
}

export const rulesCsv = (review: Review): string => csvOf(rulesTable(review))

/** The review for a pull request. */
export function reviewMarkdown(review: Review): string {
  const { gate, versus, approvals, checks, card, reports, candidate } = review
  const parts = [
    `## ${plain(titleOf(review))}`,
    `**${plain(standingWord(review))}** (${plain(standingSentence(review))}). ${plain(verdictOf(review))}`,
    items(effectSentences(review)),
    ...(gate
      ? [
          `### ${plain(l10n.t('Gate of {0}', review.stage))}`,
          markdownOf(
            [rulesTable(review)[0]!, ...rulesTable(review).slice(1)].map(([result, rule, found, expected, base]) => [
              result === l10n.t('passed')
                ? `✓ ${result}`
                : result === l10n.t('failed')
                  ? `✗ ${String(result)}`
                  : result,
              ...[rule, found, expected, base],
            ]),
          ),
          items(gate.rules.filter(({ passed }) => !passed).map((rule) => `${ruleName(rule)}: ${rule.message}`)),
        ]
      : []),
    ...(versus?.metrics.length
      ? [
          `### ${plain(l10n.t('Beside {0}, Which Holds {1}', v(versus.base.version), versus.holds))}`,
          markdownOf([
            [l10n.t('Metric'), v(versus.base.version), v(candidate.version), l10n.t('Change')],
            ...versus.metrics.map((metric) => [metric.name, ...valueTexts(metric), metric.verdict]),
          ]),
        ]
      : []),
    `### ${plain(l10n.t('People and Checks'))}`,
    items([
      ...approvals.given.map(({ by, at, signed, note }) =>
        [l10n.t('{0} approved on {1}', by.name, when(at)), signed ? l10n.t('signed') : l10n.t('unverified'), note]
          .filter(Boolean)
          .join(', '),
      ),
      ...approvals.asked.map(({ counted, count }) => l10n.t('Approvals: {0} of {1}', counted, count)),
      ...checks.map(
        ({ check, latest }) =>
          `${check}: ${latest ? [latest.result === 'pass' ? l10n.t('passed') : l10n.t('failed'), latest.url, latest.note].filter(Boolean).join(', ') : l10n.t('asked for, not reported yet')}`,
      ),
      ...cardWords(card),
      ...reports.map(({ at, by, outcome }) => `${when(at)}, ${by.name}: ${outcomeWord(outcome)}`),
    ]),
  ]
  return `${parts.filter(Boolean).join('\n\n').replaceAll('\n\n\n', '\n\n')}\n`
}

export const fileName = (review: Review): string => l10n.t('Review of {0} for {1}', nameOf(review), review.stage)

const items = (lines: readonly string[]): string => lines.map((line) => `- ${plain(line)}`).join('\n')

/** Names and notes are other people's words: no Markdown comes of them. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#]/g, String.raw`\$&`)
