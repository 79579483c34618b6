import { EventEmitter, type FileDecoration, type FileDecorationProvider, ThemeColor, Uri } from 'vscode'
import { type Policy, isExclusive } from '../../core/policy/policy'

/** How a stage is marked. Text beside it says the same, so that neither colour nor letters are needed. */
export interface Mark {
  stage: string
  icon: string
  /** One or two letters; undefined where a row says enough. */
  badge?: string
  /** A theme color of ours. */
  color?: string
  /** Said with the mark; the stage when it is left out. */
  tooltip?: string
}

/** Marks what somebody should look at. */
export const warningMark = (tooltip: string): Mark => ({
  ...{ stage: '', icon: 'warning', badge: '!', color: 'list.warningForeground', tooltip },
})

export function markOf(policy: Policy, stage: string): Mark {
  if (stage === 'archived') return { stage, icon: 'archive', color: 'pedigree.archivedForeground' }
  if (stage === 'none') return { stage, icon: 'circle-outline' }
  const badge = letters(policy, stage)
  return isExclusive(policy, stage)
    ? { stage, icon: 'pass-filled', badge, color: 'pedigree.holderForeground' }
    : { stage, icon: 'circle-filled', badge, color: 'pedigree.stagedForeground' }
}

/** The first letter, or two when another stage begins with the same. */
function letters(policy: Policy, stage: string): string {
  const first = stage.slice(0, 1).toUpperCase()
  const alone = policy.stages.filter((other) => other.slice(0, 1).toUpperCase() === first).length <= 1
  return alone ? first : first + stage.slice(1, 2)
}

export const markScheme = 'pedigree'

/** Names a row for decorations; it holds all that they need, so that a row that looks different has another. */
export const markUri = (folder: string, name: string, mark: Mark): Uri =>
  Uri.from({ scheme: markScheme, path: `/${encodeURIComponent(folder)}/${name}`, query: JSON.stringify(mark) })

/** Colours and letters of versions in the tree. */
export class Marks implements FileDecorationProvider {
  readonly onDidChangeFileDecorations = new EventEmitter<undefined>().event

  provideFileDecoration({ scheme, query }: Uri): FileDecoration | undefined {
    if (scheme !== markScheme || !query) return undefined
    const { stage, badge, color, tooltip = stage } = JSON.parse(query) as Mark
    if (!color) return undefined
    return { tooltip, color: new ThemeColor(color), ...(badge ? { badge } : {}) }
  }
}
