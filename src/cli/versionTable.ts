import type { VersionRow } from '../index/versions'
import { prettyMetrics, prettyTime, table } from './text'

/** Versions as people read them. */
export function versionTable(versions: readonly VersionRow[]): string {
  const rows = versions.map(({ model, version, label, stage, aliases, at, author, metrics }) => [
    `${model}@${version}${label ? ` ${label}` : ''}`,
    stage === 'none' ? '' : stage,
    aliases.join(', '),
    prettyTime(at),
    author.name,
    prettyMetrics(metrics),
  ])
  return rows.length ? table(['VERSION', 'STAGE', 'ALIASES', 'REGISTERED', 'BY', 'METRICS'], rows) : 'No versions.'
}
