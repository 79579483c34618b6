import * as l10n from '@vscode/l10n'
import { type Child, h } from '../../element'
import { button } from '../../ui'
import { type Chosen, overrideButton, type Press, promoteButton, sharesOf, takeBackButton, trafficOf } from './choices'
import { icon } from './icon'
import type { Result, Review, Told } from './reviewed'
import { resultSentence, share, v } from './words'

export interface DecisionView extends Chosen {
  choose(percent: number): void
  promote(more: { override?: true; rollout?: number }): void
  lookAgain(): void
  dismiss(): void
}

/** All at once, or a part of the traffic first; nothing where there is no choice. */
export function rolloutChoice(review: Review, { percent, choose, trusted }: DecisionView): Child {
  const shares = sharesOf(review)
  const traffic = trafficOf(review, percent)
  if (!shares.length && !traffic) return false
  const option = (value: number, text: string) => [
    h('input', {
      ...{ type: 'radio', name: 'share', id: `share-${value}`, 'data-focus': `share-${value}` },
      ...{ checked: percent === value, disabled: !trusted, change: () => choose(value) },
    }),
    h('label', { for: `share-${value}` }, text),
  ]
  const isOther = percent !== 100 && !shares.includes(percent)
  const typed = h('input', {
    ...{ type: 'number', min: 0, max: 100, step: 'any', class: isOther ? 'chosen' : '', 'data-focus': 'share-other' },
    ...{ 'aria-label': l10n.t('Another share, in percent'), placeholder: l10n.t('other'), disabled: !trusted },
    ...(isOther ? { value: percent } : {}),
    change: (event: Event) => {
      const { value } = event.target as HTMLInputElement
      if (value !== '' && Number.isFinite(Number(value))) choose(Number(value))
    },
  })
  return h(
    'fieldset',
    { class: 'shares' },
    h('legend', {}, l10n.t('Rollout')),
    shares.length > 0 &&
      h(
        'div',
        { class: 'chips' },
        option(100, l10n.t('All at once')),
        shares.map((value) => option(value, share(value))),
        h('span', { class: 'other' }, typed, '%'),
      ),
    h('p', { class: 'quiet' }, traffic),
  )
}

export function decisionButtons(review: Review, view: DecisionView): Child {
  const promote = promoteButton(review, view)
  const override = overrideButton(review, view)
  const back = takeBackButton(review, view)
  const rollout = view.percent < 100 ? { rollout: view.percent } : {}
  const pressed = (press: Press, act: () => void, appearance: 'primary' | 'secondary', focus: string) => {
    const made = button(press.label, act, { appearance, disabled: press.why !== undefined })
    made.setAttribute('data-focus', focus)
    if (press.why) made.setAttribute('aria-describedby', `why-${focus}`)
    return made
  }
  const why = (press: Press | undefined, focus: string) =>
    press?.why && h('p', { class: 'why', id: `why-${focus}` }, icon('info'), h('span', {}, press.why))
  const isSameWhy = override?.why === promote.why
  return [
    h(
      'div',
      { class: 'buttons' },
      pressed(promote, () => view.promote(rollout), 'primary', 'promote'),
      override && pressed(override, () => view.promote({ ...rollout, override: true }), 'secondary', 'override'),
      back && pressed(back, () => view.promote({ rollout: 0 }), 'secondary', 'back'),
    ),
    why(promote, 'promote'),
    !isSameWhy && why(override, 'override'),
    why(back, 'back'),
  ]
}

/** What came of it. */
export function toldBox(told: Told | null, view: DecisionView): Child {
  if (!told) return false
  if (told.is === 'done') {
    return h(
      'div',
      { class: 'told done' },
      h('p', { class: 'strong' }, icon(told.result.pending ? 'wait' : 'pass'), ' ', resultSentence(told.result)),
      h(
        'ul',
        {},
        resultDetails(told.result).map((line) => h('li', {}, line)),
      ),
    )
  }
  const isChanged = told.code === 'holder-changed'
  // A gate's refusal tells every rule again; the page shows them already.
  const message = told.message.split('\n')[0]!
  const look = button(isChanged ? l10n.t('Look Again') : l10n.t('Dismiss'), isChanged ? view.lookAgain : view.dismiss)
  look.setAttribute('data-focus', 'look')
  return h(
    'div',
    { class: 'told refused' },
    h('p', { class: 'strong' }, icon('fail'), ' ', isChanged ? l10n.t('Somebody else was faster') : l10n.t('Refused')),
    h('p', {}, message),
    isChanged
      ? h('p', { class: 'quiet' }, l10n.t('Nothing was moved. What you see now is how it stands.'))
      : told.hint && h('p', { class: 'quiet' }, told.hint),
    h('div', { class: 'buttons' }, look),
  )
}

function resultDetails({ displaced, aliases, override, pending, percent }: Result): string[] {
  if (pending) return [l10n.t('It is decided again when the registry can be reached.')]
  return [
    ...(displaced === null ? [] : [l10n.t('{0} was displaced and is archived.', v(displaced))]),
    ...(percent === null && aliases.length ? [l10n.t('It is called {0}.', aliases.join(', '))] : []),
    ...(override ? [l10n.t('Its gate was overridden; that is marked for ever.')] : []),
    l10n.t('It is in the log.'),
  ]
}
