import type { NodeKind } from '../../../src/core/lineage/graph'
import type { Seen } from './camera'

/** How a lineage is looked at; kept while its tab is hidden, and over a reload. */
export interface View {
  /** Of which version. Of another one everything begins anew. */
  reference: string
  seen: Seen | undefined
  chosen: string | undefined
  chosenEdge: string | undefined
  path: readonly [string, string] | undefined
  hiddenKinds: readonly NodeKind[]
  collapse: boolean
  /** Members of chains that were opened. */
  opened: readonly string[]
  query: string
  table: boolean
}

export const freshView = (reference: string): View => ({
  ...{ reference, seen: undefined, chosen: undefined, chosenEdge: undefined, path: undefined },
  ...{ hiddenKinds: [], collapse: true, opened: [], query: '', table: false },
})
