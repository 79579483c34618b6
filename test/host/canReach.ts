/** Whether a server answers soon: asked before a download that would otherwise hang without a network. */
export async function canReach(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(4000) })).status < 500
  } catch {
    return false
  }
}
