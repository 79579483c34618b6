import { l10n, workspace } from 'vscode'
import type { MetricRow } from '../../core/compare/metricRows'
import { type PageName, type Pages, type SubjectOf, type ToldComparison } from '../../protocol'
import type { App } from '../app'

/** What pages are filled from. */
export type World = Pick<App, 'engine' | 'registries' | 'log'>

/** What the editor has to know of a page. */
interface Page<P extends PageName> {
  /** Of its tab. */
  title(subject: SubjectOf<P>): string
  /** The icon of its tab: a file of media/icons, in `light` and `dark`. */
  icon: string
  /** Two subjects with the same key are shown in the same tab. */
  key(subject: SubjectOf<P>): string
  load(world: World, folder: string, subject: SubjectOf<P>): Promise<Pages[P]>
}

/** So many columns have room in the title of a tab. */
const titled = 3

function withoutChanges(row: MetricRow): ToldComparison['metrics'][number] {
  const { changes: _, ...told } = row
  return told
}

/** Every page there is. */
export const pages: { [P in PageName]: Page<P> } = {
  compare: {
    title: ({ columns }) =>
      columns.length > titled
        ? l10n.t('Compare {0} and {1} more', columns.slice(0, titled - 1).join(', '), columns.length - titled + 1)
        : l10n.t('Compare {0}', columns.join(', ')),
    icon: 'compare',
    key: ({ columns }) => JSON.stringify(columns),
    async load({ engine }, folder, subject) {
      const compared = await engine.call(folder, 'compareVersions', { ...subject, mayAskGit: workspace.isTrusted })
      return { ...compared, metrics: compared.metrics.map(withoutChanges) }
    },
  },
  lineage: {
    title: ({ reference }) => l10n.t('Lineage of {0}', reference),
    icon: 'lineage',
    key: ({ reference }) => reference,
    load: ({ engine }, folder, subject) => engine.call(folder, 'traceLineage', subject),
  },
  timeline: {
    title: ({ model }) => l10n.t('Timeline of {0}', model),
    icon: 'timeline',
    key: ({ model }) => model,
    load: ({ engine }, folder, subject) => engine.call(folder, 'traceTimeline', { model: subject.model }),
  },
  review: {
    title: ({ reference, stage }) =>
      stage ? l10n.t('Review {0} for {1}', reference, stage) : l10n.t('Review {0}', reference),
    icon: 'review',
    key: ({ reference, stage = '' }) => `${reference} ${stage}`,
    load: ({ engine }, folder, subject) => engine.call(folder, 'reviewPromotion', subject),
  },
}
