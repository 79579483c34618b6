import { isAcross, readSlice } from '../gate/slices'
import { shown } from '../gate/words'
import { type Metric, metricKey } from '../metric'
import { own } from '../own'
import type { CardFacts } from './card'
import { code, plain, tableOf } from './markdown'

// What a card's automatic blocks say of metrics.

export function overallBlock({ metrics, directions }: CardFacts): string {
  const overall = metrics.filter(({ slice }) => slice === undefined)
  if (!metrics.length) return 'No metric was recorded.'
  if (!overall.length) return 'Metrics were recorded of slices only.'
  return tableOf(
    ['Metric', '>Value', 'Interval', 'Dataset', '>Rows', 'Direction'],
    overall,
    (metric) => [
      ...[code(metric.name), valueText(metric.value), intervalText(metric)],
      ...[plain(metric.dataset ?? ''), metric.n === undefined ? '' : String(metric.n)],
      own(directions, metric.name) ? `${own(directions, metric.name)} is better` : '',
    ],
    'metrics',
  )
}

export function slicesBlock({ metrics }: CardFacts): string {
  const sliced = metrics.filter(({ slice }) => slice !== undefined)
  if (!sliced.length) return ''
  const overall = new Map(
    metrics.filter(({ slice }) => slice === undefined).map((metric) => [metricKey(metric), metric]),
  )
  return tableOf(
    ['Metric', 'Slice', '>Value', '>To all', 'Interval', 'Dataset', '>Rows'],
    sliced,
    (metric) => {
      const { slice: _, ...all } = metric
      return [
        ...[code(metric.name), code(metric.slice), valueText(metric.value)],
        ...[differenceText(metric, overall.get(metricKey(all))), intervalText(metric)],
        ...[plain(metric.dataset ?? ''), metric.n === undefined ? '' : String(metric.n)],
      ]
    },
    'slices',
  )
}

/** By which columns metrics are told apart, and the values seen. */
export function factorsOf(metrics: readonly Metric[]): Map<string, string[]> {
  return new Map([...factorsIn(metrics)].map(([key, { values }]) => [key, [...values]]))
}

interface Factor {
  values: Set<string>
  /** Measured over it alone. */
  metrics: Set<string>
}

function factorsIn(metrics: readonly Metric[]): Map<string, Factor> {
  const factors = new Map<string, Factor>()
  for (const { name, slice: text } of metrics) {
    if (text === undefined) continue
    const slice = readSlice(text)
    for (const [key, value] of slice.pairs) {
      const factor = factors.get(key) ?? { values: new Set(), metrics: new Set() }
      factors.set(key, factor)
      factor.values.add(value)
      if (isAcross(slice, key)) factor.metrics.add(name)
    }
  }
  return factors
}

export function factorsBlock({ metrics }: CardFacts): string {
  const factors = [...factorsIn(metrics)]
  if (!factors.length) return ''
  return tableOf(
    ['Factor', 'Values', 'Metrics'],
    factors,
    ([key, { values, metrics: measured }]) => {
      const more = values.size - 20
      const told = [...values].slice(0, 20).map(code).join(', ')
      const names = [...measured].slice(0, 10).map(code).join(', ')
      return [code(key), more > 0 ? `${told} and ${more} more` : told, names]
    },
    'factors',
  )
}

export function baselineBlock({ metrics, directions, baseline }: CardFacts): string {
  if (!baseline) return ''
  const here = new Map(metrics.map((metric) => [metricKey(metric), metric]))
  const common = baseline.metrics.flatMap((there) => {
    const metric = here.get(metricKey(there))
    return metric ? [{ metric, there }] : []
  })
  const against = `Against ${plain(baseline.reference)} (${plain(baseline.why)}):`
  if (!common.length) return `${against} no metric in common.`
  const rows = tableOf(
    ['Metric', 'Slice', '>Value', '>There', '>Change', ''],
    common,
    ({ metric, there }) => [
      ...[code(metric.name), code(metric.slice ?? ''), valueText(metric.value, there.value)],
      ...[valueText(there.value, metric.value), differenceText(metric, there)],
      verdictOf(metric, there, own(directions, metric.name)),
    ],
    'metrics',
  )
  return `${against}\n\n${rows}`
}

function verdictOf(metric: Metric, there: Metric, direction: 'higher' | 'lower' | undefined): string {
  if (typeof metric.value !== 'number' || typeof there.value !== 'number' || !direction) return ''
  if (metric.value === there.value) return ''
  return metric.value > there.value === (direction === 'higher') ? 'better' : '**worse**'
}

function valueText(value: Metric['value'], other?: Metric['value']): string {
  return typeof value === 'number' ? shown(value, typeof other === 'number' ? [other] : []) : value
}

function differenceText({ value }: Metric, whole: Metric | undefined): string {
  if (!whole || typeof value !== 'number' || typeof whole.value !== 'number') return ''
  const difference = value - whole.value
  const text = shown(Number(difference.toPrecision(3)))
  return difference > 0 ? `+${text}` : text
}

function intervalText({ interval }: Metric): string {
  if (!interval) return ''
  const { lower, upper, level } = interval
  const share = level === undefined ? '' : ` (${shown(level * 100)} %)`
  return `${shown(lower, [upper])} to ${shown(upper, [lower])}${share}`
}
