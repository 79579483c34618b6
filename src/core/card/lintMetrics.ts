import { readSlice } from '../gate/slices'
import { firstOf, shown } from '../gate/words'
import { type Metric, metricKey, metricLabel } from '../metric'
import { own } from '../own'
import type { Found, Linted } from './lint'
import { listIn } from './lintMeta'
import { factorsOf } from './metricBlocks'
import { sectionOf } from './sections'

// What the text and the metrics of the record say of each other.

export const lintMetrics = (linted: Linted): Found[] => [
  ...numbers(linted),
  ...named(linted),
  ...factors(linted),
  ...uncertain(linted),
  ...worst(linted),
]

/** A number is tagged by a comment behind it: `0.93<!-- metric:f1/region=EU -->`. */
function* tagsIn(text: string): Generator<{ number: string | undefined; percent: string | undefined; label: string }> {
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', at + 4)) {
    const label = /^<!--[ \t]*metric:([^\n>]+?)[ \t]*-->/.exec(text.slice(at, at + 800))?.[1]?.trim()
    if (!label) continue
    const before = /(NaN|[+-]?\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)[ \t]?(%)?[ \t]?$/.exec(
      text.slice(Math.max(0, at - 40), at),
    )
    yield { number: before?.[1], percent: before?.[2], label }
  }
}

function numbers({ card, facts }: Linted): Found[] {
  const found: Found[] = []
  const byLabel = new Map<string, Metric[]>()
  for (const metric of facts.metrics) {
    const label = metricLabel(metric)
    ;(byLabel.get(label) ?? byLabel.set(label, []).get(label)!).push(metric)
  }
  for (const [field, text] of Object.entries(card.statements))
    for (const { number, percent, label } of tagsIn(text)) {
      if (found.length >= 50) return found
      const recorded = byLabel.get(label)
      if (!recorded) {
        found.push({
          ...{ code: 'card/metric-not-in-record', severity: 'warning', field },
          message: `"${titleOf(field)}" names the metric ${label.slice(0, 80)}, which was not recorded.`,
        })
        continue
      }
      if (number === undefined || recorded.some(({ value }) => isSame(number, percent !== undefined, value))) continue
      found.push({
        ...{ code: 'card/number-mismatch', severity: 'warning', field },
        message: `"${titleOf(field)}" says that ${label.slice(0, 80)} is ${number}${percent ?? ''}, and ${recorded.map(({ value }) => valueText(value)).join(' or ')} was recorded.`,
      })
    }
  return found
}

/** To the digits that were written. */
function isSame(written: string, isPercent: boolean, value: Metric['value']): boolean {
  if (typeof value !== 'number') return written === value
  const [mantissa = '', exponent = '0'] = written.replaceAll('_', '').split(/e/i)
  const digits = (mantissa.split('.')[1] ?? '').length - Number(exponent) + (isPercent ? 2 : 0)
  const stated = Number(`${mantissa}e${exponent}`) / (isPercent ? 100 : 1)
  return Math.abs(stated - value) <= 0.5000001 * 10 ** -digits
}

/** Metrics of the front matter, by their ids on the Hub. */
function named({ card, facts }: Linted): Found[] {
  if (!facts.metrics.length) return []
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const known = new Set(facts.metrics.map(({ name }) => plain(name)))
  return listIn(card.meta['metrics'])
    .filter((name) => !known.has(plain(name)))
    .slice(0, 20)
    .map((name) => ({
      ...{ code: 'card/metric-not-in-record', severity: 'warning', field: 'eval.overall', key: 'metrics' },
      message: `The front matter names the metric ${name.slice(0, 80)}, which was not recorded.`,
    }))
}

/** Declared is a factor that the text names, as code, in bold, or, of those that were measured, in any way. */
function factors({ card, facts }: Linted): Found[] {
  const text = own(card.statements, 'factors') ?? ''
  const measured = [...factorsOf(facts.metrics).keys()].filter(Boolean)
  const declared = [...text.matchAll(/^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:`([^`\n]+)`|\*\*([^*\n]+?):?\*\*)/gm)].map(
    ([, asCode, bold]) => (asCode ?? bold)!.trim(),
  )
  const code = 'card/slice-missing'
  const field = 'factors'
  return [
    ...declared
      .filter((name) => !measured.some((key) => key.toLowerCase() === name.toLowerCase()))
      .slice(0, 20)
      .map((name): Found => {
        const message = `The factor "${name.slice(0, 80)}" has no metric.`
        return { code, severity: 'warning', field, message }
      }),
    ...measured
      .filter((key) => !mentions(text, key))
      .slice(0, 20)
      .map((key): Found => {
        const message = `Metrics were recorded by "${key.slice(0, 80)}", and nothing is said of why.`
        return { code, severity: 'info', field, message }
      }),
  ]
}

function uncertain({ facts: { metrics }, options: { minRows } }: Linted): Found[] {
  const found: Found[] = []
  const sliced = metrics.filter(({ slice }) => slice !== undefined)
  const uncounted = sliced.filter(({ n }) => n === undefined)
  const small = sliced.filter(({ n }) => n !== undefined && n < minRows)
  const bare = metrics.filter(({ interval }) => interval === undefined)
  const code = 'card/slice-small-n'
  const field = 'eval.slices'
  if (uncounted.length) {
    const message = `On how many rows it was measured is not recorded of ${told(uncounted)}.`
    found.push({ code, severity: 'info', field, message })
  }
  if (small.length) {
    const message = `Measured on fewer than ${minRows} rows: ${told(small)}.`
    found.push({ code, severity: 'warning', field, message })
  }
  if (bare.length) {
    const message = `No confidence interval is recorded of ${told(bare)}.`
    found.push({ code: 'card/ci-missing', severity: 'info', field: 'eval.overall', message })
  }
  return found
}

/** The worst slice of each metric of which it is known what is better. */
function worst({ card, facts: { metrics, directions }, options: { maxGap } }: Linted): Found[] {
  const text = own(card.statements, 'limits.known') ?? ''
  const overall = new Map(
    metrics.flatMap((metric) => (metric.slice === undefined ? [[metricKey(metric), metric]] : [])),
  )
  const gaps = new Map<string, { metric: Metric; gap: number }>()
  for (const metric of metrics) {
    const { slice, ...all } = metric
    const whole = overall.get(metricKey(all))?.value
    const direction = own(directions, metric.name)
    if (slice === undefined || !direction || typeof metric.value !== 'number' || typeof whole !== 'number') continue
    const behind = direction === 'higher' ? whole - metric.value : metric.value - whole
    const gap = behind / Math.max(Math.abs(whole), Number.MIN_VALUE)
    if (gap > (gaps.get(metric.name)?.gap ?? maxGap)) gaps.set(metric.name, { metric, gap })
  }
  return [...gaps.values()]
    .filter(({ metric }) => !readSlice(metric.slice!).pairs.every(([, value]) => mentions(text, value)))
    .slice(0, 20)
    .map(({ metric, gap }) => ({
      ...{ code: 'card/worst-slice-unmentioned', severity: 'warning', field: 'limits.known' },
      message: `${metric.name} of ${metric.slice!.slice(0, 80)} is ${shown(Number((100 * gap).toPrecision(2)))} % worse than of all, and the limitations do not mention it.`,
    }))
}

/** So far into a text a word is looked for. */
const readFor = 50_000

function mentions(text: string, word: string): boolean {
  const [inText, wanted] = [text.slice(0, readFor).toLowerCase(), word.toLowerCase()]
  if (!wanted) return true
  for (let found = inText.indexOf(wanted); found >= 0; found = inText.indexOf(wanted, found + 1)) {
    const around = `${inText[found - 1] ?? ' '}${inText[found + wanted.length] ?? ' '}`
    if (!/[\p{L}\p{N}]/u.test(around)) return true
  }
  return false
}

const told = (metrics: readonly Metric[]): string => firstOf(metrics.map((metric) => metricLabel(metric).slice(0, 80)))
const titleOf = (id: string): string => sectionOf(id)?.title ?? id
const valueText = (value: Metric['value']): string => (typeof value === 'number' ? shown(value) : value)
