import { isAcross, readSlice } from '../gate/slices'
import { shown } from '../gate/words'
import { type Metric, metricKey } from '../metric'
import { own } from '../own'
import type { CardFacts } from './card'
import { code, plain, table } from './markdown'

// What a card's automatic blocks say of metrics.

export function overallBlock({ metrics, directions }: CardFacts): string {
  const overall = metrics.filter(({ slice }) => slice === undefined)
  if (!metrics.length) return 'No metric was recorded.'
  if (!overall.length) return 'Metrics were recorded of slices only.'
  const rows = overall.map((metric) => [
    ...[code(metric.name), valueText(metric.value), intervalText(metric)],
    ...[plain(metric.dataset ?? ''), metric.n === undefined ? '' : String(metric.n)],
    own(directions, metric.name) ? `${own(directions, metric.name)} is better` : '',
  ])
  return table(['Metric', '>Value', 'Interval', 'Dataset', '>Rows', 'Direction'], rows, 'metrics')
}

export function slicesBlock({ metrics }: CardFacts): string {
  const sliced = metrics.filter(({ slice }) => slice !== undefined)
  if (!sliced.length) return ''
  const overall = new Map(
    metrics.filter(({ slice }) => slice === undefined).map((metric) => [metricKey(metric), metric]),
  )
  const rows = sliced.map((metric) => {
    const { slice: _, ...all } = metric
    const whole = overall.get(metricKey(all))
    return [
      ...[code(metric.name), code(metric.slice), valueText(metric.value), differenceText(metric, whole)],
      ...[intervalText(metric), plain(metric.dataset ?? ''), metric.n === undefined ? '' : String(metric.n)],
    ]
  })
  return table(['Metric', 'Slice', '>Value', '>To all', 'Interval', 'Dataset', '>Rows'], rows, 'slices')
}

/** By which columns metrics are told apart, and the values seen. */
export function factorsOf(metrics: readonly Metric[]): Map<string, string[]> {
  const factors = new Map<string, Set<string>>()
  for (const { slice } of metrics) {
    if (slice === undefined) continue
    for (const [key, value] of readSlice(slice).pairs)
      (factors.get(key) ?? factors.set(key, new Set()).get(key)!).add(value)
  }
  return new Map([...factors].map(([key, values]) => [key, [...values]]))
}

export function factorsBlock({ metrics }: CardFacts): string {
  const factors = factorsOf(metrics)
  if (!factors.size) return ''
  const rows = [...factors].map(([key, values]) => {
    const more = values.length - 20
    const told = values.slice(0, 20).map(code).join(', ')
    const measured = metrics.filter(({ slice }) => slice !== undefined && isAcross(readSlice(slice), key))
    return [
      ...[code(key), more > 0 ? `${told} and ${more} more` : told],
      [...new Set(measured.map(({ name }) => name))].slice(0, 10).map(code).join(', '),
    ]
  })
  return table(['Factor', 'Values', 'Metrics'], rows, 'factors')
}

export function baselineBlock({ metrics, directions, baseline }: CardFacts): string {
  if (!baseline) return ''
  const here = new Map(metrics.map((metric) => [metricKey(metric), metric]))
  const rows = baseline.metrics.flatMap((there) => {
    const metric = here.get(metricKey(there))
    if (!metric) return []
    const direction = own(directions, metric.name)
    const sign = typeof metric.value === 'number' && typeof there.value === 'number' ? metric.value - there.value : 0
    const word = !direction || !sign ? '' : sign > 0 === (direction === 'higher') ? 'better' : '**worse**'
    return [
      [
        ...[code(metric.name), code(metric.slice ?? ''), valueText(metric.value, there.value)],
        ...[valueText(there.value, metric.value), differenceText(metric, there), word],
      ],
    ]
  })
  const against = `Against ${plain(baseline.reference)} (${plain(baseline.why)}):`
  if (!rows.length) return `${against} no metric in common.`
  return `${against}\n\n${table(['Metric', 'Slice', '>Value', '>There', '>Change', ''], rows, 'metrics')}`
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
