import type { Context } from 'mocha'
import { skip } from '../host/skip'
import { startServer } from './server'

let stop = async () => {}

/** Starts the server before the first test, or skips them all. */
export const mochaHooks = {
  async beforeAll(this: Context): Promise<void> {
    this.timeout(3 * 60_000)
    const started = await startServer()
    if ('stop' in started) return void ({ stop } = started)
    skip('test:s3', started.missing)
    this.skip()
  },
  async afterAll(this: Context): Promise<void> {
    this.timeout(60_000)
    await stop()
  },
}
