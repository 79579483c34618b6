/** Says aloud what is not tested here and why; in CI, where everything has to be there, that is an error. */
export function skip(what: string, reason: string): void {
  console.log(`SKIPPED ${what}: ${reason}`)
  if (process.env['CI'] && process.env['CI'] !== 'false') throw new Error(`${what} was skipped: ${reason}`)
}
