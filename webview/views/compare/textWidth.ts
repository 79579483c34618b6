/** How wide a character is on average, in pixels; drawings are laid out without a browser. */
const character = 6.6

/** A text that is cut where it would not fit into `width` pixels. */
export function fitting(text: string, width: number): string {
  const room = Math.max(1, Math.floor(width / character))
  const characters = [...text]
  return characters.length <= room ? text : `${characters.slice(0, room - 1).join('')}…`
}
