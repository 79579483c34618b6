import * as l10n from '@vscode/l10n'
import { identity, schemaText } from '../../../src/core/compare/dataRows'
import type { MetricRow } from '../../../src/core/compare/metricRows'
import type { TextRow } from '../../../src/core/compare/textRows'
import type { Change } from '../../../src/core/compare/change'
import type { ComparedVersions } from './shown'
import { apart, number, size } from '../../format'
import { changeText, intervalText } from './numbers'

export const parts = ['metrics', 'params', 'data', 'code', 'signature', 'environment', 'files'] as const
export type Part = (typeof parts)[number]

export interface Cell {
  text: string
  /** All of it, for other programs, where the text is shorter. */
  whole?: string | number | null
  /** Small, behind the text: how uncertain it is, for example. */
  more?: string
  /** The change against the baseline. */
  change?: { text: string; verdict: Change['verdict']; isUncertain: boolean }
  isBest?: boolean
  /** Is it another one than the baseline's? */
  differs?: boolean
  title?: string
  /** A file of which both sides can be opened. */
  path?: string
}

export interface Row {
  key: string
  part: Part
  name: string
  /** The slice and the dataset of a metric. */
  detail: string
  /** Said on pointing at its name. */
  title: string
  /** The direction that is better. */
  direction?: '↑' | '↓' | '↑?'
  cells: Cell[]
  same: boolean
}

/** Every row that there is. */
export function rowsOf(data: ComparedVersions): Row[] {
  const { baseline } = data
  return [
    ...data.metrics.map(metricRow),
    ...data.params.map((row) => textRow('params', row, baseline)),
    ...dataRows(data),
    ...codeRows(data),
    ...data.signature.map((row) => textRow('signature', row, baseline)),
    ...data.environment.map((row) => textRow('environment', row, baseline)),
    ...fileRows(data),
  ]
}

function metricRow(row: MetricRow): Row {
  const { name, slice, dataset, label, hasNamesake, direction, isAssumed, same } = row
  const where = hasNamesake ? l10n.t('on {0}', dataset ? shortened(dataset) : l10n.t('data without a name')) : ''
  const better = direction === 'higher' ? l10n.t('Higher is better.') : l10n.t('Lower is better.')
  const assumed = isAssumed ? ` ${l10n.t('This is assumed: neither the policy nor the name says so.')}` : ''
  let cells: Cell[] | undefined
  return {
    key: `metrics ${JSON.stringify([name, slice, dataset])}`,
    part: 'metrics',
    name,
    detail: [slice, where].filter(Boolean).join(' '),
    title: [label, dataset ? l10n.t('Measured on {0}.', dataset) : '', better + assumed].filter(Boolean).join('\n'),
    direction: direction === 'lower' ? '↓' : isAssumed ? '↑?' : '↑',
    same,
    // Of thousands only those in sight are put into words.
    get cells() {
      return (cells ??= metricCells(row))
    },
  }
}

function metricCells({ values, changes, best }: MetricRow): Cell[] {
  const texts = apart(values)
  return values.map((value, i) => {
    if (!value) return { text: '–', title: l10n.t('not measured') }
    const change = changes[i]
    return {
      text: texts[i]!,
      more: intervalText(value),
      isBest: best.includes(i),
      title: measured(value),
      ...(change
        ? { change: { text: wordsOf(change), verdict: change.verdict, isUncertain: change.isUncertain } }
        : {}),
    }
  })
}

const wordsOf = (change: Change): string =>
  change.verdict === 'incomparable' ? l10n.t('other data') : changeText(change)

/** All that is known of one value. */
function measured({ value, interval, n, digest }: NonNullable<MetricRow['values'][number]>): string {
  const level = interval?.level === undefined ? '' : ` (${number(interval.level * 100)} %)`
  return [
    String(value),
    interval ? l10n.t('between {0} and {1}{2}', String(interval.lower), String(interval.upper), level) : '',
    n === undefined ? '' : l10n.t('on {0} rows', number(n)),
    digest ?? '',
  ]
    .filter(Boolean)
    .join('\n')
}

function textRow(part: Part, { name, values, same }: TextRow, baseline: number): Row {
  return {
    ...{ key: `${part} ${name}`, part, name, detail: '', title: name, same },
    cells: values.map((value, i) => ({
      text: value === null ? '–' : shortened(value),
      whole: value,
      title: value ?? l10n.t('not there'),
      differs: i !== baseline && value !== values[baseline],
    })),
  }
}

/** Hashes are known by their beginnings. */
const shortened = (text: string): string =>
  /^([a-z0-9-]+:)?[0-9a-f]{32,}$/.test(text) ? `${text.slice(0, text.indexOf(':') + 11)}…` : text

function dataRows({ data, baseline }: ComparedVersions): Row[] {
  return data.flatMap(({ name, values, changes, same }) => {
    const about = (what: string, detail: string, cells: Cell[]): Row => ({
      ...{ key: `data ${what} ${name}`, part: 'data', name, detail, title: name },
      cells,
      same: cells.every(({ differs }) => !differs),
    })
    const whole = about(
      '',
      '',
      values.map((value, i) => ({
        text: value ? shortened(identity(value) ?? l10n.t('nothing but its name')) : '–',
        whole: value ? (identity(value) ?? l10n.t('nothing but its name')) : null,
        title: value ? [value.uri, value.version, value.digest].filter(Boolean).join('\n') : l10n.t('not there'),
        differs: i !== baseline && changes[i] !== null && changes[i]!.kind !== 'same',
      })),
    )
    const counted = values.some((value) => value?.rows !== undefined)
    const rows = about(
      'rows',
      l10n.t('rows'),
      values.map((value, i) => ({
        text: number(value?.rows),
        whole: value?.rows ?? null,
        more: changes[i]?.rows ? `${changes[i]!.rows! < 0 ? '−' : '+'}${number(Math.abs(changes[i]!.rows!))}` : '',
        differs: i !== baseline && value?.rows !== values[baseline]?.rows,
      })),
    )
    const described = values.some((value) => value?.columns)
    const columns = about(
      'columns',
      l10n.t('columns'),
      values.map((value, i) => {
        const schema = changes[i] ? schemaText(changes[i]) : ''
        return {
          text: value?.columns ? String(value.columns.length) : '–',
          more: schema,
          title: [schema, ...(value?.columns ?? []).map(({ name, type }) => (type ? `${name}: ${type}` : name))]
            .filter(Boolean)
            .join('\n'),
          differs: schema !== '',
        }
      }),
    )
    return [{ ...whole, same }, ...(counted ? [rows] : []), ...(described ? [columns] : [])]
  })
}

function codeRows({ code, commits, baseline }: ComparedVersions): Row[] {
  const rows = code.map((row) => textRow('code', row, baseline))
  if (!commits.some((between) => between?.isKnown)) return rows
  const cells = commits.map((between, i): Cell => ({
    text: between?.isKnown ? commitText(between) : i === baseline ? l10n.t('baseline') : '–',
    title: between?.first.map(({ commit, subject }) => `${commit.slice(0, 7)} ${subject}`).join('\n') ?? '',
    differs: between !== null,
  }))
  const name = l10n.t('commits')
  return [...rows, { key: 'code between', part: 'code', name, detail: '', title: name, cells, same: false }]
}

export function commitText({ ahead, behind }: { ahead: number; behind: number }): string {
  if (!behind) return l10n.t('{0} ahead', ahead)
  return ahead ? l10n.t('{0} ahead, {1} behind', ahead, behind) : l10n.t('{0} behind', behind)
}

function fileRows({ files, columns, baseline }: ComparedVersions): Row[] {
  const states = {
    same: l10n.t('same'),
    changed: l10n.t('changed'),
    added: l10n.t('added'),
    removed: l10n.t('removed'),
  }
  return files.map(({ name, values, changes, same }) => ({
    ...{ key: `files ${name}`, part: 'files', name, detail: '', title: name, same },
    cells: values.map((value, i): Cell => {
      const change = changes[i]
      const canOpen = change === 'changed' && columns[i]!.kind === 'version' && columns[baseline]!.kind === 'version'
      return {
        text: value ? size(value.size) : '–',
        whole: value?.sha256 ?? null,
        more: change ? states[change] : '',
        title: value?.sha256 ?? l10n.t('not there'),
        differs: change !== null && change !== undefined && change !== 'same',
        ...(canOpen ? { path: name } : {}),
      }
    }),
  }))
}

/** What a column is headed with, under its name. */
export const standingOf = ({ stage, aliases, kind }: ComparedVersions['columns'][number]): string =>
  [kind === 'run' ? l10n.t('run') : stage === 'none' ? '' : stage, ...aliases].filter(Boolean).join(' · ')
