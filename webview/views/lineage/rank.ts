export interface Edge {
  from: number
  to: number
}

/**
 * The layer of each node, such that edges run from lower to higher ones, and which edges had to be turned round for
 * that, because they close circles. Where there is room nodes are as close to what they lead to as they can be.
 */
export function rankNodes(count: number, edges: readonly Edge[]): { ranks: number[]; reversed: Set<number> } {
  const outgoing = lists(count)
  for (const [i, { from }] of edges.entries()) outgoing[from]!.push(i)
  const reversed = circlesIn(count, edges, outgoing)
  const after = lists(count)
  const before = lists(count)
  for (const [i, { from, to }] of edges.entries()) {
    const [a, b] = reversed.has(i) ? [to, from] : [from, to]
    after[a]!.push(b)
    before[b]!.push(a)
  }
  const order = sorted(after, before)
  const ranks = Array.from({ length: count }, () => 0)
  for (const node of order) for (const next of after[node]!) ranks[next] = Math.max(ranks[next]!, ranks[node]! + 1)
  // From the end back: whatever loses nothing by it moves towards what it leads to.
  for (const node of order.toReversed())
    if (after[node]!.length && before[node]!.length < after[node]!.length + (before[node]!.length ? 0 : 1))
      ranks[node] = least(after[node]!.map((next) => ranks[next]!)) - 1
  const first = least(ranks)
  return { ranks: ranks.map((rank) => rank - first), reversed }
}

const lists = (count: number): number[][] => Array.from({ length: count }, () => [])
const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Infinity)

/** The edges that lead back to a node on the way to themselves: without them there are no circles. */
function circlesIn(count: number, edges: readonly Edge[], outgoing: readonly number[][]): Set<number> {
  const closing = new Set<number>()
  const [open, done] = [1, 2]
  const state = new Uint8Array(count)
  for (let root = 0; root < count; root++) {
    if (state[root]) continue
    // Not by recursion: a chain may be longer than the stack.
    const stack = [{ node: root, next: 0 }]
    state[root] = open
    while (stack.length) {
      const top = stack.at(-1)!
      const edge = outgoing[top.node]![top.next++]
      if (edge === undefined) {
        state[top.node] = done
        stack.pop()
        continue
      }
      const { to } = edges[edge]!
      if (state[to] === open) closing.add(edge)
      else if (!state[to]) {
        state[to] = open
        stack.push({ node: to, next: 0 })
      }
    }
  }
  return closing
}

/** Each node after all that lead to it. */
function sorted(after: readonly number[][], before: readonly number[][]): number[] {
  const waiting = before.map(({ length }) => length)
  const order = waiting.flatMap((length, node) => (length ? [] : [node]))
  for (const node of order) for (const next of after[node]!) if (--waiting[next]! === 0) order.push(next)
  return order
}
