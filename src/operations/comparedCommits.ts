import pLimit from 'p-limit'
import type { Side } from '../core/compare/comparison'
import { forgeCompare } from '../core/compare/forge'
import { type CommitsBetween, commitsBetween } from '../sources/git'
import type { Context } from './context'
import { memo } from './memo'

/** What lies between the baseline's commit and a column's. */
export interface ComparedCommits extends CommitsBetween {
  /** The page of the forge that shows it. */
  link: string | null
  /** Does this machine's repository have both commits? If not, the numbers are 0 and say nothing. */
  isKnown: boolean
}

/** By column; null for the baseline, where code is not on record, and where it is the same. */
export async function commitsOf(
  ctx: Context,
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
        const between = mayAskGit ? await betweenIn(ctx, base.commit, code.commit) : undefined
        const link = code.remote && base.remote ? forgeCompare(code.remote, base.commit, code.commit) : undefined
        if (!between && !link) return null
        return { ahead: 0, behind: 0, first: [], ...between, link: link ?? null, isKnown: between !== undefined }
      }),
    ),
  )
}

/** Git is asked once: the page asks again whenever the registry changes, and what lies between two commits does not. */
async function betweenIn({ workspace, local }: Context, from: string, to: string) {
  if (workspace === undefined) return undefined
  const key = `${workspace} ${from} ${to}`
  const known = asked.get(local, key)
  if (known) return known
  const between = await commitsBetween(workspace, from, to)
  if (between) asked.keep(local, key, between)
  return between
}

const asked = memo<CommitsBetween>(200)
