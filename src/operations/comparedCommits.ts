import pLimit from 'p-limit'
import type { Side } from '../core/compare/comparison'
import { forgeCompare } from '../core/compare/forge'
import { type CommitsBetween, commitsBetween } from '../sources/git'

/** What lies between the baseline's commit and a column's. */
export interface ComparedCommits extends CommitsBetween {
  /** The page of the forge that shows it. */
  link: string | null
  /** Does this machine's repository have both commits? If not, the numbers are 0 and say nothing. */
  isKnown: boolean
}

/** By column; null for the baseline, where code is not on record, and where it is the same. */
export async function commitsOf(
  folder: string | undefined,
  sides: readonly Side[],
  baseline: number,
  mayAskGit: boolean,
): Promise<(ComparedCommits | null)[]> {
  const limit = pLimit(4)
  const base = sides[baseline]?.record.code
  return Promise.all(
    sides.map(({ record: { code } }) =>
      limit(async () => {
        if (!code || !base || code.commit === base.commit) return null
        const between =
          folder !== undefined && mayAskGit ? await commitsBetween(folder, base.commit, code.commit) : undefined
        const link = code.remote && base.remote ? forgeCompare(code.remote, base.commit, code.commit) : undefined
        if (!between && !link) return null
        return { ahead: 0, behind: 0, first: [], ...between, link: link ?? null, isKnown: between !== undefined }
      }),
    ),
  )
}
