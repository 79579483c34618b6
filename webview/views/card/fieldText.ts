/**
 * Decides which text a field shows: what was typed, until the document is known to have it; else what the document has,
 * whoever wrote it there.
 */
export function fieldText() {
  let typed: string | undefined
  let carriedBy = 0
  return {
    type(text: string): void {
      typed = text
    },
    /** What has to be told, if anything; `change` is which change of the page tells it, from 1. */
    send(change: number): string | undefined {
      const text = typed
      if (text !== undefined) carriedBy = change
      typed = undefined
      return text
    },
    get isTyped(): boolean {
      return typed !== undefined
    },
    /** What is to be shown instead of `shown`; undefined where that stays. `heard` is how many changes `text` is after. */
    take(text: string, shown: string, heard: number): string | undefined {
      if (typed !== undefined || heard < carriedBy) return undefined
      // Blanks around a text are not kept, and are taken from nobody who is typing.
      return text.trim() === shown.trim() ? undefined : text
    },
  }
}
