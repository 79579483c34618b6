import type { Ordered } from './order'

const rounds = 6
const spineWeight = 8
/** A little towards the middle line, or long chains wander off. */
const gravity = 0.1

/**
 * The height at which each cell's middle is: as close to the middles of its neighbours as the order and the room
 * between nodes allow. The topmost edge of all is at 0.
 */
export function placeLayers(
  { layers, before, after }: Ordered,
  heightOf: (cell: number) => number,
  isSpine: (cell: number) => boolean,
  between: number,
): number[] {
  const ys: number[] = []
  for (const layer of layers) {
    let y = 0
    const tall = layer.reduce((sum, cell) => sum + heightOf(cell) + between, -between)
    for (const cell of layer) {
      ys[cell] = y + heightOf(cell) / 2 - tall / 2
      y += heightOf(cell) + between
    }
  }
  /** The middle of the neighbours; what makes the spine straight counts more. */
  const wish = (cell: number, near: readonly number[]): number | undefined => {
    if (!near.length) return undefined
    let [sum, weights] = [0, gravity]
    for (const other of near) {
      const weight = isSpine(cell) && isSpine(other) ? spineWeight : 1
      sum += ys[other]! * weight
      weights += weight
    }
    return sum / weights
  }
  const both = before.map((some, cell) => [...some, ...after[cell]!])
  for (let round = 0; round < rounds; round++) {
    const isForward = round % 2 === 0
    for (const layer of isForward ? layers : layers.toReversed()) {
      // The last ones by both sides, so that nodes sit between what they come from and what they lead to.
      const near = round >= rounds - 2 ? both : isForward ? before : after
      const wished = layer.map((cell) => wish(cell, near[cell]!) ?? ys[cell]!)
      const found = apart(wished, layer.map(heightOf), between)
      layer.forEach((cell, i) => (ys[cell] = found[i]!))
    }
  }
  let top = Infinity
  for (const layer of layers) for (const cell of layer) top = Math.min(top, ys[cell]! - heightOf(cell) / 2)
  return ys.map((y) => y - top)
}

/**
 * The places in this order that are closest to what was wished (least squares), and far enough apart: neighbours that
 * would be too close become one block, which goes to the mean of its wishes.
 */
export function apart(wished: readonly number[], heights: readonly number[], between: number): number[] {
  const offsets: number[] = []
  for (const [i, height] of heights.entries())
    offsets.push(i === 0 ? 0 : offsets[i - 1]! + heights[i - 1]! / 2 + between + height / 2)
  const blocks: { sum: number; count: number }[] = []
  for (const [i, wish] of wished.entries()) {
    let block = { sum: wish - offsets[i]!, count: 1 }
    for (let last = blocks.at(-1); last && last.sum / last.count >= block.sum / block.count; last = blocks.at(-1)) {
      block = { sum: block.sum + last.sum, count: block.count + last.count }
      blocks.pop()
    }
    blocks.push(block)
  }
  return blocks
    .flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count))
    .map((value, i) => value + offsets[i]!)
}
