import { existsSync, readFileSync } from 'node:fs'

/** The most memory that this process had at a time, in KiB. */
export function peakMemory(): number {
  // On Linux `maxRSS` may be that of the process that started this one.
  const status = '/proc/self/status'
  const peak = existsSync(status) && /VmHWM:\s*(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]
  return Number(peak || process.resourceUsage().maxRSS)
}
