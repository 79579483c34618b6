import * as l10n from '@vscode/l10n'
import { type Child, h } from '../../element'
import { dropdown } from '../../ui'
import { icon, type IconName } from './icon'
import type { Review } from './reviewed'
import { type Standing, standingOf, standingSentence, standingWord, titleOf, v } from './words'

export interface HeadView {
  trusted: boolean
  choose(stage: string): void
  decide(): void
  copy(): void
  saveMarkdown(): void
  saveCsv(): void
  print(): void
}

const icons: Record<Standing, IconName> = {
  open: 'none',
  ready: 'pass',
  refused: 'fail',
  there: 'pass',
  rolling: 'wait',
  pending: 'wait',
  conflict: 'fail',
}

/** What the page is about, and where it stands. */
export function headOf(review: Review, view: HeadView): Child {
  const { stages, stage, candidate } = review
  const standing = standingOf(review)
  const stageNames = stages.some((one) => one.stage === stage) ? stages : [...stages, { ...stages[0]!, stage }]
  const tool = (text: string, act: () => void) =>
    h('button', { class: 'plain link', 'data-focus': text, click: act }, text)
  return [
    h('h1', {}, titleOf(review), candidate.label && h('span', { class: 'label quiet' }, candidate.label)),
    h(
      'p',
      { class: 'standing' },
      h('span', { class: `pill ${standing}` }, icon(icons[standing]), standingWord(review)),
      h('span', { class: 'quiet' }, standingSentence(review)),
      h('button', { class: 'plain link to-decision', click: view.decide }, l10n.t('Go to the Decision')),
    ),
    !view.trusted &&
      h(
        'p',
        { class: 'restricted' },
        icon('wait'),
        ' ',
        l10n.t('Restricted Mode: all of this can be read, and nothing can be changed until this folder is trusted.'),
      ),
    h(
      'div',
      { class: 'toolbar' },
      h('span', { class: 'quiet', 'aria-hidden': 'true' }, l10n.t('Stage')),
      dropdown(
        stageNames.map((one) => ({ value: one.stage, text: stageText(one) })),
        stage,
        view.choose,
        { label: l10n.t('Stage') },
      ),
      h('span', { class: 'space' }),
      tool(l10n.t('Copy as Markdown'), view.copy),
      tool(l10n.t('Export Markdown'), view.saveMarkdown),
      tool(l10n.t('Export CSV'), view.saveCsv),
      tool(l10n.t('Export for Printing'), view.print),
    ),
  ]
}

/** `production (v7, 11 rules)`. */
function stageText({ stage, rules, isHere, holder }: Review['stages'][number]): string {
  const facts = [
    ...(isHere ? [l10n.t('it is here')] : holder === null ? [] : [v(holder)]),
    ...(rules === 0 ? [] : [rules === 1 ? l10n.t('1 rule') : l10n.t('{0} rules', rules)]),
  ]
  return facts.length ? `${stage} (${facts.join(', ')})` : stage
}
