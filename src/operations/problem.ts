import type { VersionRecord } from '../core/record'

/** Something that is not as it should be. */
export interface Problem {
  /**
   * What is wrong: the log's chain, a commit's content, a blob, an event that cannot be read or that nobody signed who
   * may say it, a file that cannot be read now, or what came past a gate.
   */
  kind: 'chain' | 'commit' | 'record' | 'blob' | 'witness' | 'unread' | 'untrusted' | 'gate'
  seq?: number
  sha256?: string
  message: string
  /** True when it was put right just now. */
  repaired?: boolean
}

/** A card that the log names, by its sha256. */
export type Cards = Map<string, { seq: number; name: string }>

/** Records as registered, by version id, with the commit they came in. */
export type Records = Map<string, { seq: number; record: VersionRecord }>
