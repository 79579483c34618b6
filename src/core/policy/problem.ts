/** Something that is wrong, or odd, in the policies as they are written. */
export interface PolicyProblem {
  /** What has errors cannot be applied. */
  severity: 'error' | 'warning'
  /** From the document's root. */
  path: Path
  /** The key at the end of the path is meant, not its value. */
  isKey: boolean
  /** One sentence. */
  message: string
  /** What was most likely meant in its place. */
  nearest?: string
}

export type Path = readonly (string | number)[]

/** The known word that a mistyped one most likely meant; passed in, so that this layer needs no library. */
export type Nearest = (word: string, known: readonly string[]) => string | undefined

export const atValue = (path: Path, message: string): PolicyProblem => ({
  severity: 'error',
  path,
  isKey: false,
  message,
})
export const atKey = (path: Path, message: string): PolicyProblem => ({ severity: 'error', path, isKey: true, message })
export const warned = (problem: PolicyProblem): PolicyProblem => ({ ...problem, severity: 'warning' })

/** The problem with a word that is none of those that can stand there. */
export function unknownWord(
  at: (path: Path, message: string) => PolicyProblem,
  path: Path,
  { message, word, known, nearest }: { message: string; word: string; known: readonly string[]; nearest: Nearest },
): PolicyProblem {
  const meant = nearest(word, known)
  if (meant === undefined) return at(path, `${message}; known here: ${known.join(', ')}.`)
  return { ...at(path, `${message}; did you mean "${meant}"?`), nearest: meant }
}
