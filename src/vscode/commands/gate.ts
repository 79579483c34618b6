import { l10n } from 'vscode'
import type { GateReport } from '../../core/gate/report'
import { own } from '../../core/own'
import type { Policy } from '../../core/policy/policy'
import { asksGate, kindOf } from '../../core/stages'
import type { VersionRow } from '../../index/versions'
import type { App } from '../app'
import { type Choice, separator } from '../ask'
import { reference, ruleCount } from '../tree/words'

// What gates say of a version, in the words of a list to choose from.

export const hasGate = (policy: Policy, stage: string): boolean => (own(policy.gates, stage) ?? []).length > 0

/** Is there a gate on the way of a version into a stage? */
export const meetsGate = (policy: Policy, { stage: from }: Pick<VersionRow, 'stage'>, to: string): boolean =>
  from !== to && hasGate(policy, to) && asksGate(policy, { kind: kindOf(policy, from, to), to })

export const askGate = (app: App, folder: string, version: VersionRow, stage: string): Promise<GateReport> =>
  app.engine.call(folder, 'gateVersion', { reference: reference(version), stage })

/** `passes its gate (11 rules)`; while it is being asked, that it is. */
export function gateState(report: GateReport | undefined): string {
  if (!report) return `$(sync~spin) ${l10n.t('its gate is being asked')}`
  const { rules, passed } = report
  return passed
    ? `$(pass) ${l10n.t('passes its gate ({0})', ruleCount(rules.length))}`
    : `$(error) ${l10n.t('fails {0} of {1}', failing(report).length, ruleCount(rules.length))}`
}

export const failing = ({ rules }: GateReport) => rules.filter(({ passed }) => !passed)

/** `The gate of production passes churn@3 (11 rules).` */
export function gateSentence(report: GateReport): string {
  const { rules, passed, stage } = report
  const name = reference({ model: report.model, version: report.number })
  return passed
    ? l10n.t('The gate of {0} passes {1} ({2}).', stage, name, ruleCount(rules.length))
    : l10n.t(
        'The gate of {0} refuses {1}: {2} of {3} failed.',
        stage,
        name,
        failing(report).length,
        ruleCount(rules.length),
      )
}

/** How many sentences of failing rules a question repeats; the report has all of them. */
const told = 6

/** What a gate said, line by line, for a question that is asked before something moves. */
export function gateLines(report: GateReport): string[] {
  const failed = failing(report)
  return [
    gateSentence(report),
    ...failed.slice(0, told).map(({ message }) => `✗ ${message}`),
    ...(failed.length > told ? [l10n.t('… and {0} more, as the report says.', failed.length - told)] : []),
  ]
}

/** The failing rules as rows; each of them has `value`. */
export const failingRows = <T>(report: GateReport, value: T): Choice<T>[] =>
  report.passed
    ? []
    : [
        separator(l10n.t('What failed')),
        ...failing(report).map(({ rule, actual, message }) => ({
          label: `$(error) ${rule}`,
          description: l10n.t('found: {0}', actual),
          detail: message,
          value,
        })),
      ]

/** The stages of a model, each with what its gate says, as far as that is known by now. */
export async function withGates<T>(
  app: App,
  { folder, version, stages }: { folder: string; version: VersionRow; stages: readonly string[] },
  draw: (stateOf: (stage: string) => string) => Choice<T>[],
  show: (soFar: Choice<T>[]) => void,
): Promise<Choice<T>[]> {
  const states = new Map(stages.map((stage) => [stage, gateState(undefined)]))
  const stateOf = (stage: string) => states.get(stage) ?? ''
  show(draw(stateOf))
  await Promise.all(
    stages.map(async (stage) => {
      // Who cannot be asked now is asked again before anything moves.
      states.set(stage, await askGate(app, folder, version, stage).then(gateState, () => ''))
      show(draw(stateOf))
    }),
  )
  return draw(stateOf)
}
