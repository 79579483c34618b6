import type { Filter } from './lanes'
import type { Range } from './layout'

/** How a timeline is looked at. */
export interface Looks {
  /** null: all of the past, also what is still to come. */
  range: Range | null
  /** null: now. */
  cursor: number | null
  /** The instant that was asked for when the cursor was put where it is. */
  asked: string | null
  chosen: string | null
  filter: Filter
  isTable: boolean
}

export const fresh: Looks = {
  ...{ range: null, cursor: null, asked: null, chosen: null, isTable: false },
  filter: { aliases: true, environments: true, marks: true },
}
