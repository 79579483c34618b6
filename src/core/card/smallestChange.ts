/** A part of a text, and what stands there instead. */
export interface Change {
  /** Where it begins and ends in the old text. */
  from: number
  to: number
  text: string
}

/**
 * The smallest part in which two texts differ; undefined when they do not. No character outside of the basic plane is
 * cut in two, and no line ending.
 */
export function smallestChange(before: string, after: string): Change | undefined {
  if (before === after) return undefined
  const shorter = Math.min(before.length, after.length)
  let from = 0
  while (from < shorter && before.charCodeAt(from) === after.charCodeAt(from)) from++
  while (from > 0 && isInside(before, from)) from--
  let end = 0
  const same = () => before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  while (end < shorter - from && same()) end++
  while (end > 0 && (isInside(before, before.length - end) || isInside(after, after.length - end))) end--
  return { from, to: before.length - end, text: after.slice(from, after.length - end) }
}

/** Is this between the halves of a surrogate pair, or of CR LF? */
function isInside(text: string, at: number): boolean {
  const [left, right] = [text.charCodeAt(at - 1), text.charCodeAt(at)]
  return (left >= 0xd800 && left < 0xdc00 && right >= 0xdc00 && right < 0xe000) || (left === 13 && right === 10)
}

/** Where a caret stands after the change that was before it, in it or after it. */
export function caretAfter(caret: number, { from, to, text }: Change): number {
  if (caret <= from) return caret
  return caret >= to ? caret + text.length - (to - from) : Math.min(caret, from + text.length)
}
