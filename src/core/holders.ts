/**
 * Who held a stage, as a stack: a promotion pushes, a rollback pops down to the version it brings back.
 * Versions are named by id; the present holder is last.
 */
export type Holders = readonly string[]

/** A version that leaves its stage holds it no longer; those below it stay, for a rollback to name. */
export const holdersWithout = (holders: Holders = [], id: string): Holders =>
  holders.at(-1) === id ? holders.slice(0, -1) : holders

export function holdersWith(holders: Holders = [], id: string, kind: string): Holders {
  if (holders.at(-1) === id) return holders
  const depth = kind === 'rollback' ? holders.lastIndexOf(id) : -1
  return depth >= 0 ? holders.slice(0, depth + 1) : [...holders, id]
}
