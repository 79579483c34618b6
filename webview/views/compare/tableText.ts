import * as l10n from '@vscode/l10n'
import type { ComparedVersions } from './shown'
import type { Row } from './rows'

/** The rows as a table for other programs: every value as it is, and every change. */
export function tableText({ columns, baseline, metrics }: ComparedVersions, rows: readonly Row[]): unknown[][] {
  const others = columns.flatMap((_, i) => (i === baseline ? [] : [i]))
  const against = columns[baseline]!.name
  const heads = [
    ...[l10n.t('part'), l10n.t('name'), l10n.t('slice'), l10n.t('dataset')],
    ...columns.map(({ name }) => name),
    ...others.map((i) => l10n.t('{0} against {1}', columns[i]!.name, against)),
  ]
  const measured = new Map(metrics.map((row) => [`metrics ${JSON.stringify([row.name, row.slice, row.dataset])}`, row]))
  return [
    heads,
    ...rows.map((row) => {
      const metric = measured.get(row.key)
      if (!metric) {
        const told = row.cells.map(({ text, more, whole }) =>
          whole === undefined ? [text, more].filter(Boolean).join(' · ') : whole,
        )
        return [
          row.part,
          row.name,
          row.detail,
          null,
          ...told,
          ...others.map((i) => (row.cells[i]!.differs ? l10n.t('differs') : '')),
        ]
      }
      const { name, slice, dataset, values, changes } = metric
      return [
        row.part,
        name,
        slice,
        dataset,
        ...values.map((value) => value?.value),
        ...others.map((i) => changes[i]?.by),
      ]
    }),
  ]
}
