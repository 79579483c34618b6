import type { Side } from '../compare/comparison'
import { diff, type DiffRow, type VersionDiff } from '../diff'
import { shown } from '../gate/words'

const parts: [keyof VersionDiff, string][] = [
  ['data', 'data'],
  ['signature', 'signature'],
  ['params', 'parameter'],
  ['metrics', 'metric'],
  ['code', 'code'],
  ['environment', 'environment'],
]

/** What differs between two versions, one line each; of files only how many do. */
export function changesBetween(before: Side, after: Side): string[] {
  const differences = diff([before, after])
  const files = differences.files.filter(({ same }) => !same)
  return [
    ...parts.flatMap(([part, name]) =>
      differences[part].filter(({ same }) => !same).map((row) => `${name} ${told(row)}`),
    ),
    ...(files.length ? [`${files.length} ${files.length === 1 ? 'file' : 'files'}`] : []),
  ]
}

function told({ name, values: [before, after] }: DiffRow): string {
  if (before === undefined) return `${name}: new, ${valueText(after)}`
  if (after === undefined) return `${name}: gone, was ${valueText(before)}`
  return `${name}: ${valueText(before)} → ${valueText(after)}`
}

function valueText(value: unknown): string {
  if (typeof value === 'number') return shown(value)
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
