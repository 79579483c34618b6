/** The page of a forge that compares two commits of a repository; undefined where the remote is on none we know. */
export function forgeCompare(remote: string, from: string, to: string): string | undefined {
  const place = placeOf(remote)
  if (!place || ![from, to].every((commit) => /^[0-9a-f]{7,64}$/.test(commit))) return undefined
  const { host, path } = place
  if (isOf(host, 'github')) return `https://${host}/${path}/compare/${from}...${to}`
  if (isOf(host, 'gitlab')) return `https://${host}/${path}/-/compare/${from}...${to}`
  return host === 'bitbucket.org' ? `https://${host}/${path}/branches/compare/${to}%0D${from}` : undefined
}

const isOf = (host: string, forge: string): boolean =>
  host === `${forge}.com` || (host.startsWith(`${forge}.`) && !host.startsWith(`${forge}.com.`))

/** `https://host/path.git`, `ssh://git@host:22/path.git` and `git@host:path.git`. */
function placeOf(remote: string): { host: string; path: string } | undefined {
  const [, host, path] =
    /^(?:https|ssh|git\+ssh):\/\/(?:[^@/\s]+@)?([^/:\s]+)(?::\d+)?\/(\S+)$/.exec(remote) ??
    /^(?:[^@/\s:]+@)([^/:\s]+):(?!\/)(\S+)$/.exec(remote) ??
    []
  const clean = path?.replace(/\/+$/, '').replace(/\.git$/, '')
  if (!host || !clean || !/^[\w.~/-]+$/.test(clean) || !/^[\w.-]+$/.test(host) || clean.includes('..')) return undefined
  return clean.includes('/') ? { host: host.toLowerCase(), path: clean } : undefined
}
