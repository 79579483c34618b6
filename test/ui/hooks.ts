import type { Context } from 'mocha'
import { chromium } from '../host/chromium'
import { skip } from '../host/skip'
import { webVscode } from '../host/webVscode'

/** Fetches what is not there yet before the first test's clock starts, or skips them all. */
export const mochaHooks = {
  async beforeAll(this: Context): Promise<void> {
    this.timeout(15 * 60_000)
    for (const found of [await chromium(), await webVscode()]) {
      if (!('missing' in found)) continue
      skip('test:ui', found.missing)
      this.skip()
    }
  },
}
