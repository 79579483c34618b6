import * as l10n from '@vscode/l10n'
import type { ComparedVersions } from './shown'
import { append, h } from '../../element'
import { button, checkbox, dropdown, menu, textField } from '../../ui'
import { kindsOf } from './kinds'
import type { View } from './view'

export interface FrameActs {
  looks(): View
  change(view: Partial<View>): void
  compareWith(column: number): void
  add(): void
  openAsText(): void
  export(kind: 'csv' | 'md' | 'html'): void
}

/** What is above the table: the sentence, and what is to be seen of it. */
export function frame(acts: FrameActs) {
  const title = h('h1')
  const summary = h('p', { class: 'summary' })
  const search = textField(acts.looks().search, (search) => acts.change({ search }), {
    ...{ label: l10n.t('Search rows'), placeholder: l10n.t('Search rows'), class: 'search', key: 'search' },
  })
  const toolbar = h('div', { class: 'toolbar', role: 'toolbar', 'aria-label': l10n.t('What is shown') })
  const element = h('header', {}, title, summary, toolbar)

  return {
    element,
    draw(data: ComparedVersions): void {
      const { columns, baseline } = data
      const looks = acts.looks()
      const others = columns.filter((_, i) => i !== baseline)
      const names = others.length > 3 ? l10n.t('{0} others', others.length) : others.map(({ name }) => name).join(', ')
      title.textContent = others.length
        ? l10n.t('{0} against {1}', names, columns[baseline]!.name)
        : columns[baseline]!.name
      summary.textContent = data.summary
      const kept = document.activeElement === search
      toolbar.replaceChildren(search)
      append(toolbar, [
        checkbox(
          l10n.t('Only What Differs'),
          looks.onlyDifferences,
          (onlyDifferences) => acts.change({ onlyDifferences }),
          { key: 'only' },
        ),
        looks.hidden.length > 0 &&
          button(l10n.t('Show Hidden ({0})', looks.hidden.length), () => acts.change({ hidden: [] }), {
            key: 'hidden',
          }),
        h('span', { class: 'space' }),
        h(
          'label',
          { class: 'baseline' },
          l10n.t('Baseline'),
          dropdown(
            columns.map(({ name }, i) => ({ value: String(i), text: name })),
            String(baseline),
            (value) => acts.compareWith(Number(value)),
            { label: l10n.t('Baseline'), key: 'baseline' },
          ),
        ),
        button(l10n.t('Add…'), acts.add, {
          title: l10n.t('Compare more versions'),
          key: 'add',
          disabled: columns.length >= 20,
        }),
        columns.length === 2 &&
          columns.every(({ kind }) => kind === 'version') &&
          button(l10n.t('Text Diff'), acts.openAsText, {
            title: l10n.t('Open both records as a text diff'),
            key: 'text',
          }),
        menu(l10n.t('Export…'), kindsOf(['csv', 'md', 'html']), (kind) => acts.export(kind as 'csv'), {
          ...{ label: l10n.t('Export the table'), key: 'export', class: 'export' },
        }),
      ])
      if (kept) search.focus()
    },
  }
}
