import * as l10n from '@vscode/l10n'
import { type Child, h } from '../../element'
import { when } from '../../format'
import { button } from '../../ui'
import { icon } from './icon'
import { nameOf, type Review } from './reviewed'
import type { SectionsView } from './sections'

/** Who has approved, who is asked to, and what this person can do about it. */
export function approvalsSection(review: Review, view: SectionsView): Child {
  const { approvals, stage } = review
  const { asked, given, isMine, isAuthor } = approvals
  const args = { reference: nameOf(review), stage }
  return [
    h('h2', {}, l10n.t('Approvals')),
    asked.map((one) => h('p', {}, icon(one.counted >= one.count ? 'pass' : 'wait'), ' ', askedSentence(one))),
    !asked.length && h('p', { class: 'quiet' }, l10n.t('The gate asks for none.')),
    given.length > 0 &&
      h(
        'ul',
        { class: 'plainly' },
        given.map(({ by, at, note, signed, why }) =>
          h(
            'li',
            {},
            icon(why ? 'none' : 'pass'),
            h(
              'div',
              {},
              h('span', { class: 'strong', title: by.email }, by.name || by.email),
              h(
                'span',
                { class: 'tag', title: signed ? '' : unverified() },
                signed ? l10n.t('signed') : l10n.t('unverified'),
              ),
              h('div', { class: 'quiet' }, when(at)),
              note && h('div', {}, note),
              why && h('div', { class: 'quiet' }, whyNot(why)),
            ),
          ),
        ),
      ),
    h(
      'div',
      { class: 'buttons' },
      isMine
        ? action(l10n.t('Withdraw My Approval'), view.trusted, () => view.run('pedigree.withdrawApproval', args))
        : action(l10n.t('Approve'), view.trusted && !isAuthor, () => view.run('pedigree.approve', args)),
    ),
    isAuthor && !isMine && h('p', { class: 'quiet' }, l10n.t('You made this version, so you cannot approve it.')),
  ]
}

const action = (text: string, isPossible: boolean, act: () => void): HTMLElement => {
  const made = button(text, act, { disabled: !isPossible })
  made.setAttribute('data-focus', 'approve')
  return made
}

function askedSentence({ count, counted, from, signed }: Review['approvals']['asked'][number]): string {
  const whose = from.length ? l10n.t('from {0}', from.join(', ')) : l10n.t('from anybody but its author')
  const how = signed ? l10n.t('{0}, signed', whose) : whose
  return l10n.t('{0} of {1}, {2}', counted, count, how)
}

function whyNot(why: 'author' | 'stranger' | 'unsigned'): string {
  if (why === 'author') return l10n.t('does not count: made the version')
  return why === 'stranger' ? l10n.t('does not count: is not asked') : l10n.t('does not count: is not signed')
}

const unverified = () => l10n.t('Nobody signed it: it says what the client said.')
