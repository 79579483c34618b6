import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import type { Context } from 'mocha'

/** Mounts a file system in memory for one test. Where that is not permitted the test is skipped. */
export async function withTmpfs(
  test: Context,
  path: string,
  options: string,
  work: (remount: (options: string) => void) => Promise<void>,
): Promise<void> {
  const mount = (flags: string) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', flags, 'pedigree-test', path], { stdio: 'ignore' })
  mkdirSync(path, { recursive: true })
  try {
    mount(options)
  } catch {
    test.skip()
  }
  try {
    await work((more) => mount(`remount,${more}`))
  } finally {
    execFileSync('umount', ['--lazy', path], { stdio: 'ignore' })
  }
}
