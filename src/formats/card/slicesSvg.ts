import type { SliceChart } from '../../core/card/sliceBars'
import { shown } from '../../core/gate/words'

const row = 22
const wide = 320
const right = 80
/** Of a name, in characters; more are cut. */
const longest = 40

/** Charts of slices as SVG, one below the other, without styles of their own: classes say what is what. */
export function slicesSvg(charts: readonly SliceChart[]): string[] {
  const names = charts.flatMap(({ bars }) => bars.map(({ slice }) => Math.min(longest, [...slice].length)))
  const left = 20 + 7 * Math.max(8, ...names)
  return charts.map((chart) => chartSvg(chart, left))
}

function chartSvg({ metric, dataset, direction, bars, overall, more }: SliceChart, left: number): string {
  const height = bars.length * row + 26
  const width = left + wide + right
  const x = (at: number) => round(left + at * wide)
  const title = `${metric}${dataset === undefined ? '' : ` on ${dataset}`}, by slice`
  const drawn = bars.map(({ slice, value, from, to, interval, n }, i) => {
    const y = i * row + 20
    const middle = y + row / 2 - 2
    const rows = n === undefined ? '' : `, ${n} rows`
    return [
      `<g><title>${escaped(`${slice}: ${shown(value)}${rows}`)}</title>`,
      `<text class="name" x="${left - 8}" y="${middle + 4}" text-anchor="end">${escaped(cut(slice, longest))}</text>`,
      `<rect class="bar" x="${x(from)}" y="${y + 2}" width="${round(Math.max(1, (to - from) * wide))}" height="${row - 8}" rx="2"/>`,
      interval
        ? `<path class="interval" d="M${x(interval.from)} ${middle}H${x(interval.to)}M${x(interval.from)} ${middle - 4}v8M${x(interval.to)} ${middle - 4}v8"/>`
        : '',
      `<text class="value" x="${width}" y="${middle + 4}" text-anchor="end">${escaped(shown(value))}</text></g>`,
    ].join('')
  })
  const line = overall
    ? `<path class="overall" d="M${x(overall.at)} 16V${height - 4}"/><text class="value" x="${x(overall.at)}" y="12" text-anchor="middle">all: ${escaped(shown(overall.value))}</text>`
    : ''
  const better = direction ? `; ${direction} is better` : ''
  const caption = `${title}${better}${more > 0 ? `; ${more} more slices are not drawn` : ''}`
  return [
    `<figure class="slices"><figcaption>${escaped(cut(caption, 300))}</figcaption>`,
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(cut(title, 300))}">`,
    ...drawn,
    line,
    '</svg></figure>',
  ].join('\n')
}

const round = (value: number): number => Math.round(value * 100) / 100
const cut = (text: string, length: number): string => {
  const characters = [...text]
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : text
}

/** Text as HTML and SVG take it. */
export const escaped = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
