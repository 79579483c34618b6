import * as l10n from '@vscode/l10n'
import type { ComparedVersions } from './shown'
import { h } from '../../element'
import { when } from '../../format'
import { commitText } from './rows'

/** The commits between the baseline and each column, with the page of the forge that shows them. */
export function commitsSection(
  { commits, columns, baseline }: ComparedVersions,
  open: (url: string) => void,
): HTMLElement {
  const known = commits.flatMap((between, i) => (between ? [{ between, column: columns[i]! }] : []))
  const section = h('section', { class: 'commits', hidden: !known.length })
  if (!known.length) return section
  section.append(
    h('h2', {}, l10n.t('Commits since {0}', columns[baseline]!.name)),
    ...known.map(({ between, column }) =>
      h(
        'details',
        { open: known.length === 1 },
        h(
          'summary',
          {},
          column.name,
          ' ',
          h('span', { class: 'quiet' }, between.isKnown ? commitText(between) : l10n.t('not in this repository')),
        ),
        between.first.length > 0 &&
          h(
            'ul',
            {},
            between.first.map(({ commit, subject, author, at }) =>
              h(
                'li',
                {},
                h('code', {}, commit.slice(0, 7)),
                ` ${subject} `,
                h('span', { class: 'quiet' }, `${author} · ${when(at)}`),
              ),
            ),
          ),
        between.ahead > between.first.length &&
          h('p', { class: 'quiet' }, l10n.t('And {0} before them.', between.ahead - between.first.length)),
        between.link !== null &&
          h(
            'button',
            { class: 'plain link', type: 'button', title: between.link, click: () => open(between.link!) },
            l10n.t('Compare on {0}', new URL(between.link).host),
          ),
      ),
    ),
  )
  return section
}
