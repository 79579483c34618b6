import * as l10n from '@vscode/l10n'
import { h } from './element'
import { startPage } from './page'
import { pngOf, svgText } from './save'
import { textArea } from './ui'
import { changesBetween } from './views/review/changes'
import { decisionButtons, type DecisionView, rolloutChoice, toldBox } from './views/review/decision'
import { fileName, reviewMarkdown, rulesCsv } from './views/review/exports'
import { headOf } from './views/review/head'
import { approvalsSection } from './views/review/people'
import { nameOf, resultOf, type Review, subjectOf, type View } from './views/review/reviewed'
import { ruleList, type RulesView } from './views/review/rules'
import {
  cardSection,
  checksSection,
  effectSection,
  reportsSection,
  type SectionsView,
  versusSection,
} from './views/review/sections'
import { type Places, skeleton } from './views/review/skeleton'
import { inPlace, slots } from './views/review/slots'
import { resultSentence, verdictOf } from './views/review/words'

const fill = slots()
let places: Places | undefined
let review: Review | undefined
let trusted = false
/** Is the editor asking something? */
let busy = false
let notice = ''
let view: View = { of: '', reason: '', percent: 100, open: [], scroll: 0, told: null }
let reasonField: (HTMLElement & { value: string }) | undefined

const page = startPage<'review', View>('review', {
  draw(shown) {
    const before = review
    review = shown.data
    trusted = shown.trusted
    const of = subjectOf(review)
    const isFirst = !places || !places.head.isConnected
    if (isFirst) view = { ...view, ...shown.view }
    // What was decided of another version, or for another stage, is not decided of this one.
    if (view.of !== of) view = { of, reason: '', percent: 100, open: [], scroll: 0, told: null }
    if (isFirst || !places) {
      reasonField = textArea(view.reason, typed, { label: l10n.t('Reason'), rows: 3 }) as typeof reasonField
      places = skeleton(shown.main, reasonField!)
    }
    if (reasonField!.value !== view.reason) reasonField!.value = view.reason
    reasonField!.setAttribute('placeholder', l10n.t('Reason; it stays in the log'))
    if (before && !isFirst) {
      const said = changesBetween(before, review)
      if (said.length) {
        notice = said.join(' ')
        page.announce(notice)
      }
    }
    if (isFirst) draw()
    else inPlace(shown.main, draw)
    if (isFirst) window.scrollTo(0, view.scroll)
  },
  ran(command, answer) {
    const isOurs = command === 'pedigree.promote' && busy
    if (!isOurs) return
    busy = false
    const result = review && resultOf(answer, review.stage)
    if (result) {
      keep({ told: { is: 'done', result }, reason: '', percent: 100 })
      reasonField!.value = ''
      page.announce(resultSentence(result))
    }
    decide()
  },
  refused(command, { code, message, hint }) {
    if (command === 'pedigree.promote') busy = false
    keep({ told: { is: 'refused', code, message, hint } })
    page.announce(message)
    decide()
  },
})

function keep(some: Partial<View>): void {
  view = { ...view, ...some }
  page.keep(view)
}

function typed(reason: string): void {
  keep({ reason })
  decide()
}

const run: SectionsView['run'] = (command, args) => page.run(command, args)
const visit = (url: string): void => page.open(url)

const rulesView = (): RulesView => ({
  open: new Set(view.open),
  toggle(rule, isOpen) {
    const others = view.open.filter((other) => other !== rule)
    keep({ open: isOpen ? [...others, rule] : others })
  },
  async saveDrawing(svg, name, kind) {
    page.save({ name, kind, content: kind === 'svg' ? svgText(svg) : await pngOf(svg) })
  },
  visit,
})

function draw(): void {
  if (!places || !review) return
  const shown = review
  const { head, gate, versus, reports, approvals, checks, card } = places
  const sections: SectionsView = { run, visit, trusted }
  fill(
    head,
    [shown.candidate, shown.stage, shown.stages, shown.entered, shown.rollout, shown.pending, shown.reports, trusted],
    () =>
      headOf(shown, {
        trusted,
        decide: () => {
          document.getElementById('decision')!.scrollIntoView({ block: 'start' })
          reasonField?.focus()
        },
        choose: (stage) => page.ask({ reference: nameOf(shown), stage }),
        copy: () => {
          page.copy(reviewMarkdown(shown))
          page.announce(l10n.t('Copied.'))
        },
        saveMarkdown: () => page.save({ name: fileName(shown), kind: 'md', content: reviewMarkdown(shown) }),
        saveCsv: () => page.save({ name: fileName(shown), kind: 'csv', content: rulesCsv(shown) }),
        print: () => page.save({ name: fileName(shown), kind: 'html', content: printed(shown) }),
      }),
  )
  places.notice.textContent = notice
  const { at: _, ...rules } = shown.gate ?? { at: '' }
  fill(gate, [rules, shown.stage], () => [
    h('h2', {}, l10n.t('Gate of {0}', shown.stage)),
    h('p', { class: shown.gate && !shown.gate.passed ? 'verdict bad' : 'verdict' }, verdictOf(shown)),
    shown.gate &&
      !shown.gate.isAsked &&
      h('p', { class: 'quiet' }, l10n.t('It is not asked for this move; this is what it would say.')),
    ruleList(shown, rulesView()),
  ])
  fill(versus, [shown.versus, shown.stage], () => versusSection(shown, sections))
  fill(reports, [shown.reports], () => reportsSection(shown, sections))
  fill(approvals, [shown.approvals, shown.stage, trusted], () => approvalsSection(shown, sections))
  fill(checks, [shown.checks], () => checksSection(shown, sections))
  fill(card, [shown.card, shown.candidate], () => cardSection(shown, sections))
  decide()
}

/** What can be done now. */
function decide(): void {
  if (!places || !review) return
  const shown = review
  const { percent, reason } = view
  const chosen: DecisionView = {
    ...{ percent, reason, trusted, busy },
    choose(percent) {
      keep({ percent })
      inPlace(document.getElementById('page')!, decide)
    },
    promote(more) {
      busy = true
      keep({ told: null })
      decide()
      page.run('pedigree.promote', {
        ...{ reference: nameOf(shown), stage: shown.stage, seen: shown.seen ?? '' },
        ...{ reason: view.reason.trim(), ...more },
      })
    },
    lookAgain() {
      keep({ told: null })
      page.ask({ reference: nameOf(shown), stage: shown.stage })
      decide()
      places!.effect.scrollIntoView({ block: 'nearest' })
    },
    dismiss() {
      keep({ told: null })
      decide()
    },
  }
  const wasTold = places.told.childElementCount > 0
  fill(places.told, [view.told], () => toldBox(view.told, chosen))
  if (!wasTold && view.told) places.told.scrollIntoView({ block: 'nearest' })
  const facts = [shown.candidate, shown.stage, shown.rollout, shown.holder, shown.pending, trusted]
  fill(places.effect, [facts, shown.effect, shown.signers, percent], () => effectSection(shown, percent))
  fill(places.shares, [facts, percent], () => rolloutChoice(shown, chosen))
  const { passed, isAsked, rules } = shown.gate ?? {}
  const gate = [passed, isAsked, rules?.filter((rule) => !rule.passed).length, rules?.length]
  const isReason = reason.trim() !== ''
  fill(places.buttons, [facts, gate, percent, isReason, busy, shown.override, shown.seen], () =>
    decisionButtons(shown, chosen),
  )
  reasonField!.toggleAttribute('disabled', !trusted)
}

/** The page with every rule open, and without what can only be pressed. */
function printed(shown: Review): string {
  const copy = document.getElementById('page')!.cloneNode(true) as HTMLElement
  const rules = (shown.gate?.rules ?? []).map(({ rule }) => rule)
  const all = h('div', {}, ruleList(shown, { ...rulesView(), open: new Set(rules), toggle: () => {} }))
  copy.querySelector('#gate .rules')?.replaceWith(all.querySelector('.rules')!)
  for (const details of copy.querySelectorAll('details')) details.setAttribute('open', '')
  for (const control of copy.querySelectorAll('#decision, .toolbar, .buttons, .controls, button')) control.remove()
  return copy.innerHTML
}

let scrolled: ReturnType<typeof setTimeout> | undefined
window.addEventListener('scroll', () => {
  clearTimeout(scrolled)
  scrolled = setTimeout(() => review && keep({ scroll: window.scrollY }), 200)
})
