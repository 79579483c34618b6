import type { Point } from './layout'

/** What is written on an edge; x and y are of its middle. */
export interface Label {
  text: string
  x: number
  y: number
  width: number
}

export interface Labelled {
  text: string
  points: readonly Point[]
  from: string
  /** Do others come first, where there is not room for all? */
  isLesser?: boolean
}

interface Area {
  x: number
  y: number
  width: number
  height: number
}

const height = 14

/**
 * A label for each edge where there is room for one: where it begins, where it ends, or half way. No label lies on
 * another one or on a node; an edge without room has none, and of several from one node that say the same one says it.
 */
export function labelsFor(
  edges: readonly Labelled[],
  nodes: readonly Area[],
  widthOf: (text: string) => number,
): (Label | undefined)[] {
  const taken = new Grid()
  for (const node of nodes) taken.add(node)
  const said = new Set<string>()
  const texts = new Map<string, Set<string>>()
  for (const { from, text } of edges) (texts.get(from) ?? texts.set(from, new Set()).get(from)!).add(text)
  const labels: (Label | undefined)[] = edges.map(() => undefined)
  const order = [...edges.keys()].sort(
    (a, b) => Number(edges[a]!.isLesser ?? false) - Number(edges[b]!.isLesser ?? false),
  )
  for (const i of order) labels[i] = place(edges[i]!)
  return labels

  function place({ text, points, from }: Labelled): Label | undefined {
    const key = JSON.stringify([from, text])
    if (said.has(key)) return undefined
    const width = widthOf(text)
    const [start, ...others] = placesFor(points, width)
    // Where several begin and do not say the same, it would not be clear which of them says it.
    const places = texts.get(from)!.size > 1 ? [...others, start!] : [start!, ...others]
    for (const [x, y] of places) {
      const area = { x: x - width / 2, y: y - height / 2, width, height }
      if (taken.hits(area)) continue
      taken.add(area)
      said.add(key)
      return { text, x, y, width }
    }
    return undefined
  }
}

function placesFor(points: readonly Point[], width: number): Point[] {
  const [first, last] = [points[0]!, points.at(-1)!]
  const [second, beforeLast] = [points[1]!, points.at(-2)!]
  return [
    [first[0] + 8 + width / 2, first[1]],
    [(beforeLast[0] + last[0]) / 2, (beforeLast[1] + last[1]) / 2],
    [last[0] - 12 - width / 2, last[1]],
    [(first[0] + second[0]) / 2, (first[1] + second[1]) / 2],
  ]
}

/** Areas by the squares that they touch, so that what is far away need not be asked. */
class Grid {
  private readonly cells = new Map<string, Area[]>()

  add(area: Area): void {
    for (const key of keysOf(area)) (this.cells.get(key) ?? this.cells.set(key, []).get(key)!).push(area)
  }

  hits(area: Area): boolean {
    return keysOf(area).some((key) => this.cells.get(key)?.some((other) => overlap(area, other)))
  }
}

const square = 128

function keysOf({ x, y, width, height }: Area): string[] {
  const keys: string[] = []
  for (let column = Math.floor(x / square); column <= Math.floor((x + width) / square); column++)
    for (let row = Math.floor(y / square); row <= Math.floor((y + height) / square); row++)
      keys.push(`${column} ${row}`)
  return keys
}

const overlap = (a: Area, b: Area): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
