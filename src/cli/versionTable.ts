import { nameOf } from '../core/reference'
import type { AnyVersion } from '../operations/anyVersion'
import { prettyMetrics, prettyTime, table } from './text'

/** Versions as people read them. */
export function versionTable(versions: readonly AnyVersion[]): string {
  const rows = versions.map(({ model, version, id, label, stage, aliases, at, author, metrics }) => [
    `${nameOf({ model, version, id })}${label ? ` ${label}` : ''}`,
    version === null ? 'pending' : stage === 'none' ? '' : stage,
    aliases.join(', '),
    prettyTime(at),
    author.name,
    prettyMetrics(metrics),
  ])
  return rows.length ? table(['VERSION', 'STAGE', 'ALIASES', 'REGISTERED', 'BY', 'METRICS'], rows) : 'No versions.'
}
