import type { Page } from 'playwright-core'
import { chromium } from '../host/chromium'
import { webVscode } from '../host/webVscode'
import { openWorkbench } from '../host/workbench'
import { benchWorkspace, bigSize } from './bigWorkspace'
import { atMost, type Measured, median, milliseconds, skipped } from './measured'

const turns = 5
const what = 'first rows of 10,000 models'

/** From the click on Pedigree's icon to the first rows, in a window that has settled. */
export async function painting(): Promise<Measured[]> {
  for (const found of [await chromium(), await webVscode()])
    if ('missing' in found) return [skipped(what, found.missing)]
  const { folder, env } = await benchWorkspace(bigSize)
  const workbench = await openWorkbench({ folder, env })
  try {
    const times: number[] = []
    for (let turn = 0; turn < turns; turn++) {
      if (turn) await workbench.page.reload()
      times.push(await firstPaint(workbench.page))
      // So that the view is not open when the window comes back.
      await workbench.container('Explorer')
      await workbench.page.waitForTimeout(2000)
    }
    return [atMost(what, median(times), 300, ` (${times.map(milliseconds).join(', ')})`)]
  } finally {
    await workbench.close()
  }
}

async function firstPaint(page: Page): Promise<number> {
  const tab = page.locator('.activitybar .action-item:has(.action-label[aria-label^="Pedigree"])')
  await tab.waitFor({ timeout: 60_000 })
  // The extension is active, and has looked at the registry.
  await page
    .locator('.statusbar-item', { hasText: /models/ })
    .first()
    .waitFor({ timeout: 60_000 })
  await page.waitForTimeout(2000)
  const painted = page.evaluate(inPage)
  await tab.click()
  return painted
}

/** Runs in the page. */
const inPage = `new Promise((resolve) => {
  let start
  addEventListener('pointerdown', () => { start = performance.now() }, { capture: true, once: true })
  const look = () => {
    const row = document.querySelector('.tree-explorer-viewlet-tree-view .monaco-list-row .label-name')
    if (start !== undefined && row && row.textContent) resolve(performance.now() - start)
    else requestAnimationFrame(look)
  }
  look()
})` as unknown as () => Promise<number>
