import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './projectRoot'

export interface Results {
  suite: string
  passed: number
  failed: number
  pending: number
  failures: { title: string; message: string }[]
  /** False until the run is over, so that a crash shows. */
  finished: boolean
}

export function writeResults(results: Results): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(fileOf(results.suite), JSON.stringify(results, undefined, 2) + '\n')
}

/** What the last run of a suite left, or undefined when it left nothing. */
export function readResults(suite: string): Results | undefined {
  return existsSync(fileOf(suite)) ? (JSON.parse(readFileSync(fileOf(suite), 'utf8')) as Results) : undefined
}

export function forgetResults(suite: string): void {
  rmSync(fileOf(suite), { force: true })
}

/** The results of a suite that ended before it could write any. */
export function crashed(suite: string, message: string): Results {
  return { suite, passed: 0, failed: 1, pending: 0, failures: [{ title: suite, message }], finished: true }
}

const folder = join(projectRoot, 'test-results')
const fileOf = (suite: string) => join(folder, `${suite}.json`)
