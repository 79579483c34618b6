/** What a Markdown text calls a picture, whatever of the name is escaped there: as readers of Markdown do before it is looked up. */
export function pictureName(written: string): string {
  try {
    return decodeURIComponent(written)
  } catch {
    return written
  }
}
