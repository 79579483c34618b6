/** Which folders a program keeps up with, and how closely. */
export interface Following {
  folders: string[]
  /** Their rows are in sight. */
  isSeen: boolean
  /** … and somebody is at the window. */
  isWatched: boolean
  /** Seconds between two looks at a bucket; 0 looks only when asked. */
  pollInterval: number
}

export const following: Following = { folders: [], isSeen: false, isWatched: false, pollInterval: 0 }

/** Changes that had waited, and what became of them. */
export interface Settled {
  landed: number
  /** Refused on the state as it is now. */
  conflicts: number
}
