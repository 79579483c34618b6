import { env, l10n } from 'vscode'
import type { MetricValue } from '../../core/metric'
import type { Policy } from '../../core/policy/policy'
import type { MetricRow, VersionRow } from '../../index/versions'
import type { Drift } from '../../index/drift'
import type { ModelRow } from '../../index/models'
import type { BrowsedModel } from '../../operations/browseModels'

// How things are put into words, wherever they are shown.

export const metricName = (metric: Pick<MetricRow, 'name' | 'slice'>): string =>
  metric.slice ? `${metric.name}/${metric.slice}` : metric.name

/** Four significant digits are what a person compares. */
export function metricValue(value: MetricValue): string {
  if (typeof value !== 'number') return value
  const short = Number.isInteger(value) ? value : Number(value.toPrecision(4))
  return short.toLocaleString(env.language, { maximumSignificantDigits: 6, useGrouping: false })
}

export function size(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0)
  const value = bytes / 1000 ** power
  return `${value.toFixed(power === 0 || value >= 99.95 ? 0 : 1)} ${units[power]}`
}

export const when = (instant: string): string =>
  new Date(instant).toLocaleString(env.language, { dateStyle: 'medium', timeStyle: 'short' })

export const reference = ({ model, version }: Pick<VersionRow, 'model' | 'version'>): string => `${model}@${version}`

/** `production · champion`: where a version stands. `none` goes without saying. */
export const standing = ({ stage, aliases }: Pick<VersionRow, 'stage' | 'aliases'>): string =>
  [stage === 'none' ? '' : stage, aliases.join(', ')].filter(Boolean).join(' · ')

/** `production v3 (v6 5%) · staging v5, v6`: who is in which stage, the last stage first. */
export function stageHolders(
  { stages, rollouts = {} }: Pick<ModelRow, 'stages'> & Partial<Pick<BrowsedModel, 'rollouts'>>,
  policy: Policy,
): string {
  const order = [...policy.stages].reverse()
  const others = Object.keys(stages).filter((stage) => !order.includes(stage))
  const canary = (stage: string) => {
    const rollout = rollouts[stage]
    return rollout ? ` (v${rollout.version} ${percent(rollout.percent)})` : ''
  }
  return [...order, ...others]
    .filter((stage) => stages[stage]?.length)
    .map((stage) => `${stage} ${numbers(stages[stage]!)}${canary(stage)}`)
    .join(' · ')
}

export const percent = (value: number): string =>
  (value / 100).toLocaleString(env.language, { style: 'percent', maximumFractionDigits: 2 })

/** `churn@8 gets 5% of production`: what a rollout means for its candidate; and for the holder, what is left to it. */
export const rolloutWords = ({ version, rollouts }: { version: VersionRow; rollouts: BrowsedModel['rollouts'] }) =>
  Object.entries(rollouts).flatMap(([stage, { version: candidate, percent: share }]) => {
    if (candidate === version.version) return [l10n.t('gets {0} of {1}', percent(share), stage)]
    return version.stage === stage ? [l10n.t('v{0} gets {1}', candidate, percent(share))] : []
  })

/** `prod-eu runs v3, production has v4`: what is served is not what should be. */
export const driftWords = ({ environment, runs, stage, expected }: Drift): string =>
  expected === null
    ? l10n.t('{0} runs v{1}, {2} has none', environment, runs, stage)
    : l10n.t('{0} runs v{1}, {2} has v{3}', environment, runs, stage, expected)
export const driftCount = (count: number): string =>
  count === 1 ? l10n.t('1 environment runs something else') : l10n.t('{0} environments run something else', count)

export const untrustedWords = (count: number): string =>
  count === 1
    ? l10n.t('1 event is not trusted and has no effect')
    : l10n.t('{0} events are not trusted and have no effect', count)

/** Few are named, many are counted. */
function numbers(found: number[]): string {
  const newest = [...found].sort((a, b) => b - a)
  const named = newest
    .slice(0, 2)
    .map((number) => `v${number}`)
    .join(', ')
  return newest.length > 2 ? `${named} +${newest.length - 2}` : named
}

export const versionCount = (count: number): string =>
  count === 1 ? l10n.t('1 version') : l10n.t('{0} versions', count)
export const modelCount = (count: number): string => (count === 1 ? l10n.t('1 model') : l10n.t('{0} models', count))
export const fileCount = (count: number): string => (count === 1 ? l10n.t('1 file') : l10n.t('{0} files', count))

export const ruleCount = (count: number): string => (count === 1 ? l10n.t('1 rule') : l10n.t('{0} rules', count))

export const pendingWords = (count: number): string =>
  count === 1 ? l10n.t('1 change is not in the registry yet') : l10n.t('{0} changes are not in the registry yet', count)
export const conflictWords = (count: number): string =>
  count === 1
    ? l10n.t('1 change was refused and waits for a decision')
    : l10n.t('{0} changes were refused and wait for a decision', count)

/** `5 minutes ago`, in a few words. */
export function ago(instant: string, now: number): string {
  const words = new Intl.RelativeTimeFormat(env.language, { numeric: 'auto', style: 'short' })
  const seconds = Math.min(0, (Date.parse(instant) - now) / 1000)
  for (const [unit, length] of units) if (seconds <= -length) return words.format(Math.ceil(seconds / length), unit)
  return l10n.t('now')
}

const units = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const
