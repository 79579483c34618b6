import * as l10n from '@vscode/l10n'
import { type Moment, momentsOf } from '../../../src/core/timeline/stateAtMoment'
import type { Timeline } from '../../../src/core/timeline/timeline'
import { h } from '../../element'
import { button } from '../../ui'
import { type Clock, instantText } from './axis'

export interface MomentActions {
  move(at: number): void
  /** Follows the present. */
  moveToNow(): void
  step(direction: -1 | 1): void
  openTree(): void
}

/** The panel with all that was so at the cursor. The field keeps its focus while the rest changes. */
export function momentPanel(actions: MomentActions) {
  let told: Timeline | undefined
  let momentAt = momentsOf([])
  const heading = h('h2', {})
  const field = h('input', { type: 'datetime-local', step: '1', 'aria-label': l10n.t('Date and time of the cursor') })
  field.addEventListener('change', () => {
    const at = new Date(field.value).getTime()
    if (!Number.isNaN(at)) actions.move(at)
  })
  const state = h('div', { class: 'state' })
  const element = h(
    'section',
    { class: 'moment', 'aria-label': l10n.t('The moment at the cursor') },
    heading,
    h(
      'div',
      { class: 'steps controls' },
      field,
      button(l10n.t('‹ Change'), () => actions.step(-1), { title: l10n.t('To the change before') }),
      button(l10n.t('Now'), () => actions.moveToNow()),
      button(l10n.t('Change ›'), () => actions.step(1), { title: l10n.t('To the next change') }),
    ),
    state,
    h(
      'div',
      { class: 'controls' },
      button(l10n.t('Open the Tree As of This'), () => actions.openTree(), { appearance: 'primary' }),
    ),
  )
  return {
    element,
    show(data: Timeline, at: number, clock: Clock): void {
      heading.textContent = instantText(at, clock, { seconds: true })
      const local = localText(at)
      if (field.value !== local && document.activeElement !== field) field.value = local
      if (data !== told) momentAt = momentsOf(data.bars)
      told = data
      state.replaceChildren(...stateOf(data, at, momentAt))
    },
  }
}

function stateOf({ begin, stages }: Timeline, at: number, momentAt: (at: number) => Moment): HTMLElement[] {
  if (at < Date.parse(begin)) return [h('p', { class: 'quiet' }, l10n.t('The model was not there yet.'))]
  const moment = momentAt(at)
  const order = (stage: string) => (stage === 'archived' ? -2 : stages.indexOf(stage))
  const inStages = Object.entries(moment.stages).toSorted(([a], [b]) => order(b) - order(a))
  const empty = stages.filter((stage) => !moment.stages[stage]).map((stage): [string, number[]] => [stage, []])
  const all = [...inStages, ...empty].toSorted(([a], [b]) => order(b) - order(a))
  return [
    list(
      l10n.t('Stages'),
      all.map(([stage, numbers]) => [stage, numbersText(numbers)]),
    ),
    list(l10n.t('Rollouts'), rollouts(moment)),
    list(
      l10n.t('Aliases'),
      Object.entries(moment.aliases).map(([name, version]) => [name, `v${version}`]),
    ),
    list(l10n.t('Environments'), deployments(moment)),
  ].filter((part) => part !== undefined)
}

const rollouts = ({ rollouts }: Moment): [string, string][] =>
  Object.entries(rollouts).map(([stage, { version, percent }]) => [stage, `v${version} ${percent}%`])

const deployments = ({ deployments }: Moment): [string, string][] =>
  Object.entries(deployments).map(([name, { version, expected }]) => [
    name,
    expected === undefined
      ? `v${version}`
      : expected === null
        ? l10n.t('v{0}, drift: should run nothing', version)
        : l10n.t('v{0}, drift: should run v{1}', version, expected),
  ])

/** So many numbers are told, and how many more there are. */
const told = 12
const numbersText = (numbers: readonly number[]): string =>
  numbers.length === 0
    ? '–'
    : numbers.length > told
      ? l10n.t('{0} and {1} more', numbersText(numbers.slice(-told)), numbers.length - told)
      : numbers.map((number) => `v${number}`).join(' ')

function list(title: string, rows: readonly [string, string][]): HTMLElement | undefined {
  if (!rows.length) return undefined
  const cells = rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))
  return h('div', { class: 'list' }, h('h3', {}, title), h('dl', {}, cells))
}

/** As the field has it: local, to the second. */
function localText(at: number): string {
  const date = new Date(at)
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
