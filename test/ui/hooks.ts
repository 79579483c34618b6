import type { Context } from 'mocha'
import { chromium } from '../host/chromium'
import { skip } from '../host/skip'
import { webVscode } from '../host/webVscode'

/** Tells the processes that the tests run in what there is not. */
const missing = 'PEDIGREE_TEST_UI_MISSING'

/** Fetches what is not there yet before any test's clock starts, or skips them all. */
export async function mochaGlobalSetup(): Promise<void> {
  for (const found of [await chromium(), await webVscode()]) {
    if (!('missing' in found)) continue
    skip('test:ui', found.missing)
    process.env[missing] = found.missing
  }
}

export const mochaHooks = {
  beforeAll(this: Context): void {
    if (process.env[missing]) this.skip()
  },
}
