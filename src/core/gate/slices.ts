import { matches } from '../policy/policy'

/** A part of the data, told by keys and values, such as `region=EU,device=mobile`. */
export interface Slice {
  /** In order; a piece without `=` has the key ''. */
  readonly pairs: readonly (readonly [key: string, value: string])[]
  /** The same for all ways to write it: order, blanks and `&` or `,` make no difference. '' is all of the data. */
  readonly part: string
}

export function readSlice(text: string): Slice {
  const pairs = text
    .split(/[,&]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map((piece): [string, string] => {
      const at = piece.indexOf('=')
      return at < 0 ? ['', piece] : [piece.slice(0, at).trim(), piece.slice(at + 1).trim()]
    })
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
  return { pairs, part: pairs.map(([key, value]) => (key ? `${key}=${value}` : value)).join(',') }
}

/** A pattern matches slices with exactly its keys, and values that fit its globs. */
export const isOfSlices = (slice: Slice, pattern: Slice): boolean =>
  slice.pairs.length === pattern.pairs.length &&
  pattern.pairs.every(([key, glob], i) => slice.pairs[i]![0] === key && matches(glob, slice.pairs[i]![1]))

/** Is it told by this key and no other? */
export const isAcross = (slice: Slice, key: string): boolean => slice.pairs.length === 1 && slice.pairs[0]![0] === key
