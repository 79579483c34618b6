import type { Point } from './layout'

/** The line of an edge: level where it meets nodes, with an arrowhead where it ends. */
export function curve(points: readonly Point[], isBackward: boolean): string {
  const [first, ...rest] = points
  if (!first) return ''
  let line = `M${at(first)}`
  let from = first
  for (const to of rest) {
    const reach = (to[0] - from[0]) / 2
    line +=
      to[1] === from[1]
        ? `H${round(to[0])}`
        : `C${at([from[0] + reach, from[1]])} ${at([to[0] - reach, to[1]])} ${at(to)}`
    from = to
  }
  const tip = from
  const back = isBackward ? 5 : -5
  return `${line}M${at([tip[0] + back, tip[1] - 3.5])}L${at(tip)}L${at([tip[0] + back, tip[1] + 3.5])}`
}

const at = ([x, y]: Point) => `${round(x)},${round(y)}`
const round = (value: number) => Math.round(value * 10) / 10
