/** How the page is looked at, which it keeps. */
export interface View {
  onlyDifferences: boolean
  search: string
  /** Rows by their keys. */
  pinned: string[]
  hidden: string[]
  /** Parts of the table that are folded. */
  closed: string[]
  /** Where the table and the page are scrolled to. */
  top: number
  left: number
  page: number
  /** Are tables shown in place of drawings? */
  asTables: boolean
  heat: 'change' | 'value'
  /** How much of what came before is in a curve: 0 to below 1. */
  smoothing: number
  isLog: boolean
  /** The steps in sight; null for all of them. */
  steps: readonly [number, number] | null
}

export const usualView: View = {
  onlyDifferences: true,
  search: '',
  pinned: [],
  hidden: [],
  closed: [],
  top: 0,
  left: 0,
  page: 0,
  asTables: false,
  heat: 'change',
  smoothing: 0.6,
  isLog: false,
  steps: null,
}
