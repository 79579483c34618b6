/** A moment of the log: all events before this one, and no other. */
export interface Before {
  seq: number
  n: number
}

/** After all that there is. */
export const ever: Before = { seq: Number.MAX_SAFE_INTEGER, n: 0 }

/** The moment after commit `seq`. */
export const after = (seq: number): Before => ({ seq: seq + 1, n: 0 })
