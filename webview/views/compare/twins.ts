import * as l10n from '@vscode/l10n'
import type { ComparedVersions } from './shown'
import type { BarPanel } from './barsLayout'
import type { Heat } from './heatLayout'

// The tables behind the drawings: their first row is the heads.

export const heatTable = ({ blocks }: Heat, { columns }: Pick<ComparedVersions, 'columns'>): unknown[][] => [
  [l10n.t('slice'), l10n.t('metric'), ...columns.map(({ name }) => name)],
  ...blocks.flatMap(({ label, rows }) =>
    rows.map(({ slice, cells }) => [
      slice,
      label,
      ...cells.map(({ text, isWorst }) => (isWorst ? l10n.t('{0} (worst)', text) : text)),
    ]),
  ),
]

export const barsTable = (panels: readonly BarPanel[]): unknown[][] => [
  [l10n.t('metric'), ...(panels[0]?.bars.map(({ name }) => name) ?? [])],
  ...panels.map(({ label, bars }) => [
    label,
    ...bars.map(({ text, isBest }) => (isBest ? l10n.t('{0} (best)', text) : text)),
  ]),
]
