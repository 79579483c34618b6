import type { Context } from 'mocha'
import { skip } from '../host/skip'
import { startServer } from './server'

let stop = async () => {}

/** Tells the processes that the tests run in why there is no server. */
const missing = 'PEDIGREE_TEST_S3_MISSING'

/** Starts one server for all test files, before the processes that they run in. */
export async function mochaGlobalSetup(): Promise<void> {
  const started = await startServer()
  if ('stop' in started) return void ({ stop } = started)
  skip('test:s3', started.missing)
  process.env[missing] = started.missing
}

export const mochaGlobalTeardown = (): Promise<void> => stop()

export const mochaHooks = {
  beforeAll(this: Context): void {
    if (process.env[missing]) this.skip()
  },
}
