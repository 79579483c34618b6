import type { Actor, Code } from '../core/record'

async function open(folder: string) {
  const { simpleGit } = await import('simple-git')
  return simpleGit(folder, { timeout: { block: 10_000 } })
}

/** The commit that `folder` is at, and whether its files differ from it; undefined outside of a repository. */
export async function codeOf(folder: string): Promise<Code | undefined> {
  try {
    const git = await open(folder)
    const commit = (await git.revparse(['HEAD'])).trim()
    const [status, remotes] = await Promise.all([git.status(), git.getRemotes(true)])
    const remote = (remotes.find(({ name }) => name === 'origin') ?? remotes[0])?.refs.fetch
    return {
      commit,
      ...(status.current && !status.detached ? { branch: status.current } : {}),
      ...(remote ? { remote: withoutPassword(remote) } : {}),
      dirty: !status.isClean(),
    }
  } catch {
    // No git, no repository, or no commit yet: there is nothing to record.
    return undefined
  }
}

/** Who git says is at work in `folder`; either may be missing. */
export async function gitUser(folder: string): Promise<Partial<Actor>> {
  try {
    const git = await open(folder)
    const [name, email] = await Promise.all([git.getConfig('user.name'), git.getConfig('user.email')])
    return { ...(name.value ? { name: name.value } : {}), ...(email.value ? { email: email.value } : {}) }
  } catch {
    return {}
  }
}

/** What git signs with in `folder`, where it signs by SSH: the path of a key, or a public key itself. */
export async function gitSigningKey(folder: string): Promise<string | undefined> {
  try {
    const git = await open(folder)
    const [format, key] = await Promise.all([git.getConfig('gpg.format'), git.getConfig('user.signingkey')])
    return format.value === 'ssh' ? (key.value ?? undefined) : undefined
  } catch {
    return undefined
  }
}

/** What lies between two commits. */
export interface CommitsBetween {
  /** How many commits the second has that the first lacks. */
  ahead: number
  /** And the reverse. */
  behind: number
  /** The newest of those that the second has more. */
  first: { commit: string; subject: string; author: string; at: string }[]
}

/** So many commits are told one by one. */
const mostCommits = 20

/** What the repository of `folder` has between two commits; undefined where it lacks one of them. */
export async function commitsBetween(folder: string, from: string, to: string): Promise<CommitsBetween | undefined> {
  if (![from, to].every((commit) => /^[0-9a-f]{7,64}$/.test(commit))) return undefined
  try {
    const git = await open(folder)
    const [counts, log] = await Promise.all([
      git.raw(['rev-list', '--left-right', '--count', `${from}...${to}`, '--']),
      // Settings of the repository could have signatures checked by a program of theirs.
      git.raw([
        ...['-c', 'log.showSignature=false', 'log', '--no-color', `--max-count=${mostCommits}`],
        ...['--format=%H%x00%s%x00%an%x00%cI', `${from}..${to}`, '--'],
      ]),
    ])
    const [behind = 0, ahead = 0] = counts.trim().split(/\s+/).map(Number)
    const first = log.split('\n').flatMap((line) => {
      const [commit, subject, author, at] = line.split('\0')
      return commit && subject !== undefined && author !== undefined && at ? [{ commit, subject, author, at }] : []
    })
    return { ahead, behind, first }
  } catch {
    return undefined
  }
}

/** Does git track anything at `path` in `folder`? */
export async function tracks(folder: string, path: string): Promise<boolean> {
  try {
    const git = await open(folder)
    await git.raw(['ls-files', '--error-unmatch', '--', path])
    return true
  } catch {
    return false
  }
}

function withoutPassword(remote: string): string {
  if (!URL.canParse(remote)) return remote
  const url = new URL(remote)
  url.password = ''
  if (url.protocol.startsWith('http')) url.username = ''
  return url.href
}
