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
