import { changesIn } from '../../../src/core/compare/change'
import type { MetricRow } from '../../../src/core/compare/metricRows'
import type { Pages } from '../../../src/protocol'

type Told = Pages['compare']

/** What the page is shown. */
export type ComparedVersions = Omit<Told, 'metrics'> & { metrics: MetricRow[] }

/** With the changes of its metrics, of which each is worked out when somebody looks at it. */
export const withChanges = (told: Told): ComparedVersions => ({
  ...told,
  metrics: told.metrics.map((row) => {
    let changes: MetricRow['changes'] | undefined
    return {
      ...row,
      get changes() {
        return (changes ??= changesIn(row.values, told.baseline, row.direction))
      },
    }
  }),
})
