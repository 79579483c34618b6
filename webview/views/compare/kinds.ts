import * as l10n from '@vscode/l10n'
import type { SavedKind } from '../../../src/protocol'

export type Kind = Exclude<SavedKind, 'html'>

/** What can be exported, as choices of a menu. */
export function kindsOf(kinds: readonly SavedKind[]): { value: SavedKind; text: string }[] {
  const names: Record<SavedKind, string> = {
    svg: 'SVG',
    png: 'PNG',
    csv: 'CSV',
    md: 'Markdown',
    html: l10n.t('Document to Print'),
  }
  return kinds.map((value) => ({ value, text: names[value] }))
}
