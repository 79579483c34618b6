import { l10n, MarkdownString } from 'vscode'
import type { MetricRow } from '../../index/versions'
import type { BrowsedRow } from '../../operations/browseVersions'
import type { ModelNode, Node, VersionNode } from './nodes'
import {
  driftWords,
  fileCount,
  metricName,
  metricValue,
  reference,
  rolloutWords,
  size,
  stageHolders,
  standing,
  versionCount,
  when,
} from './words'

/** How many metrics a tooltip lists. */
const listed = 8

/** What a row says when a mouse rests on it. All text from the registry is escaped. */
export function tooltipOf(node: Node): MarkdownString | undefined {
  if (node.kind === 'model') return modelTooltip(node)
  if (node.kind === 'version') return versionTooltip(node)
  return undefined
}

function modelTooltip({ model: row }: ModelNode): MarkdownString {
  const aliases = Object.entries(row.aliases).map(([alias, number]) => `${alias} → v${number}`)
  return paragraphs(
    `**${escaped(row.model)}** — ${versionCount(row.versions)}`,
    escaped(row.description),
    escaped(stageHolders(row, row.policy)),
    escaped(row.drift.map(driftWords).join(', ')),
    escaped(aliases.join(', ')),
    tagLine(row.tags),
    escaped(l10n.t('Last changed {0}', when(row.changedAt))),
  )
}

function versionTooltip({ version: row, rollouts }: VersionNode): MarkdownString {
  const head = [reference(row), row.label ? `“${row.label}”` : ''].filter(Boolean).join(' ')
  const where = standing(row)
  return paragraphs(
    `**${escaped(head)}**${where ? ` — ${escaped(where)}` : ''}`,
    escaped(rolloutWords({ version: row, rollouts }).join(', ')),
    escaped(overrideWords(row)),
    escaped(row.storageClass ? l10n.t('Its files are in storage class {0}.', row.storageClass) : ''),
    escaped(row.description),
    metricTable(row.metrics),
    tagLine(row.tags),
    escaped(l10n.t('Registered {0} by {1}', when(row.at), row.author.name)),
    `${fileCount(row.files)} · ${size(row.bytes)} · \`${row.digest.slice(0, 12)}\``,
  )
}

/** Who put it there though the gate said no, and why. */
function overrideWords({ override }: BrowsedRow): string {
  if (!override) return ''
  const { stage, by, at, reason } = override
  return l10n.t('Into {0} against its gate, by {1} <{2}> on {3}: {4}', stage, by.name, by.email, when(at), reason ?? '')
}

/** Those of all the data before those of a slice. */
function metricTable(metrics: MetricRow[]): string {
  if (!metrics.length) return ''
  const ordered = [...metrics.filter(({ slice }) => !slice), ...metrics.filter(({ slice }) => slice)]
  const rows = ordered
    .slice(0, listed)
    .map((metric) => `| ${cell(metricName(metric))} | ${metricValue(metric.value)} |`)
  const rest = ordered.length > listed ? `\n\n${l10n.t('and {0} more', ordered.length - listed)}` : ''
  return `| ${l10n.t('Metric')} | |\n| :-- | --: |\n${rows.join('\n')}${rest}`
}

const tagLine = (tags: Record<string, string>): string =>
  Object.entries(tags)
    .map(([name, value]) => `\`${(value ? `${name}=${value}` : name).replaceAll(/[`\n]/g, ' ')}\``)
    .join(' ')

const cell = (text: string): string => escaped(text).replaceAll('|', '\\|')

function paragraphs(...parts: string[]): MarkdownString {
  return new MarkdownString(parts.filter(Boolean).join('\n\n'))
}

/** Text as text, whatever it looks like; a long one is cut. */
const escaped = (text: string): string => text.slice(0, 1000).replaceAll(/[\\`*_{}[\]()#+\-.!<>&~$]/g, '\\$&')
