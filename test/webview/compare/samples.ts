import { comparisonOf, type Side } from '../../../src/core/compare/comparison'
import { worstSlice } from '../../../src/core/compare/worstSlice'
import type { Metric } from '../../../src/core/metric'
import type { ComparedVersions } from '../../../src/operations/compareVersions'

/** What a page is shown of some columns, the first of which is the baseline. */
export function compared(
  metrics: readonly Metric[][],
  records: readonly Partial<Side['record']>[] = [],
): ComparedVersions {
  const sides = metrics.map((own, i): Side => ({
    metrics: own,
    record: { params: {}, data: [], environment: {}, ...records[i] },
  }))
  const comparison = comparisonOf(sides, 0, {})
  const others = sides.map((_, i) => i).slice(1)
  return {
    ...comparison,
    columns: sides.map((_, i) => ({
      ...{
        reference: `churn@${i + 1}`,
        name: `churn@${i + 1}`,
        kind: 'version',
        id: `id ${i}`,
        model: 'churn',
        version: i + 1,
      },
      ...{ stage: i ? 'none' : 'production', aliases: i ? [] : ['champion'], label: null, description: '' },
      ...{
        at: '2026-01-01T00:00:00.000Z',
        author: { name: 'Ada', email: 'ada@example.com' },
        run: null,
        isExtra: false,
      },
    })),
    baseline: 0,
    summary: 'It is better.',
    worst: worstSlice(comparison.metrics, others),
    commits: sides.map(() => null),
    curves: { metrics: [], metric: null, curves: sides.map(() => null), problems: [] },
    unlisted: 0,
    problems: [],
  }
}

export const sliced = (name: string, values: Record<string, Metric['value']>): Metric[] =>
  Object.entries(values).map(([slice, value]) => ({ name, value, ...(slice ? { slice } : {}) }))
