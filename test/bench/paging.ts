import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession, Frame } from 'playwright-core'
import { chromium } from '../host/chromium'
import { pageFrame } from '../host/page'
import { projectRoot } from '../host/projectRoot'
import { scratch } from '../host/scratch'
import { webVscode } from '../host/webVscode'
import { openWorkbench, type Workbench } from '../host/workbench'
import { runDemo } from '../demo/runDemo'
import { atMost, type Measured, median, milliseconds, percentile, skipped } from './measured'
import { family, pagesWorkspace, wide } from './pagesWorkspace'

const turns = 5
/** Of a list: every item. */
const every = Symbol('every')
type Word = string | readonly string[] | typeof every
const pages = ['compare', 'lineage', 'timeline', 'review', 'card'] as const
/** In bytes. */
const scriptLimit = 200_000

/** From a command to what it shows, in a real window, and what each frame takes while somebody looks around. */
export async function paging(): Promise<Measured[]> {
  for (const found of [await chromium(), await webVscode()])
    if ('missing' in found) return [skipped('pages', found.missing)]
  return [...scripts(), ...(await ordinary()), ...(await large())]
}

const scripts = (): Measured[] =>
  pages.map((page) => {
    const { size } = statSync(join(projectRoot, 'dist', 'webview', `${page}.js`))
    return {
      what: `script of ${page}`,
      measured: `${Math.round(size / 1000)} KB`,
      budget: `≤ ${scriptLimit / 1000} KB`,
      within: size <= scriptLimit,
    }
  })

async function ordinary(): Promise<Measured[]> {
  const place = await scratch()
  Object.assign(process.env, place.env)
  await runDemo(place.folder)
  const workbench = await openWorkbench({ folder: place.folder, env: place.env })
  try {
    await settled(workbench, ['penguins', 'v5'])
    const found: Measured[] = []
    for (const [page, title, words] of [
      ['compare', 'Compare…', ['penguins', ['v5', 'v4'], 'The usual one']],
      ['lineage', 'Show Lineage', ['penguins', 'v5']],
      ['timeline', 'Show Timeline', ['penguins']],
      ['review', 'Review a Promotion…', ['penguins', 'v4']],
      ['card', 'Open Card', ['penguins', 'v5']],
    ] as const) {
      const all: Opened[] = []
      for (let turn = 0; turn < turns; turn++) all.push(await opened(workbench, page, title, words))
      found.push(withinBudget(`${page} of the demo`, all, 300))
    }
    return found
  } finally {
    await workbench.close()
    await place.remove()
  }
}

async function large(): Promise<Measured[]> {
  const place = await scratch()
  pagesWorkspace(place.folder)
  await place.pedigree(['status'])
  const workbench = await openWorkbench({ folder: place.folder, env: place.env })
  try {
    await settled(workbench, ['family', `v${family.versions}`])
    const open = (page: string, title: string, words: readonly Word[]) => opened(workbench, page, title, words, false)
    const compared = await open('compare', 'Compare…', ['wide', every, 'The usual one'])
    const lineage = await open('lineage', 'Show Lineage', ['family', `v${family.versions}`])
    const frame = await pageFrame(workbench, 'lineage')
    const panned = await panning(workbench, frame)
    const timeline = await open('timeline', 'Show Timeline', ['busy'])
    const followed = await panning(workbench, await pageFrame(workbench, 'timeline'))
    return [
      withinBudget(`compare of ${wide.versions} versions with ${wide.metrics} metrics`, [compared], 500),
      withinBudget('lineage among 1,000 nodes, neighbourhood', [lineage], 500),
      atMost('lineage: a frame while panning, p95', percentile(panned, 95), 10),
      withinBudget('timeline of 5,000 moves', [timeline], 500),
      atMost('timeline: a frame while panning, p95', percentile(followed, 95), 10),
    ]
  } finally {
    await workbench.close()
    await place.remove()
  }
}

// They run in the page.
const listen = `void (globalThis.pressed = new Promise((resolve) =>
  addEventListener('keydown', () => resolve(performance.timeOrigin + performance.now()), { capture: true, once: true })))`
const twoFrames = 'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))'

/** In milliseconds, from the key that chooses the last thing. */
interface Opened {
  /** Until the document of the page begins: what an empty page takes the editor. */
  begun: number
  /** Until the first picture. */
  shown: number
}

function withinBudget(what: string, all: readonly Opened[], budget: number): Measured {
  const times = all.map(({ shown }) => shown)
  const begun = median(all.map((one) => one.begun))
  const each = all.length > 1 ? ` (${times.map(milliseconds).join(', ')})` : ''
  return atMost(what, median(times), budget, `${each}, ${milliseconds(begun)} of it before the page began`)
}

/** The first pages of a new profile wait for the editor's service worker, for seconds and once only. */
async function settled(workbench: Workbench, words: readonly string[]): Promise<void> {
  await workbench.container('Pedigree')
  for (let turn = 0; turn < 3; turn++) await opened(workbench, 'lineage', 'Show Lineage', words)
}

async function opened(
  workbench: Workbench,
  page: string,
  title: string,
  words: readonly Word[],
  closes = true,
): Promise<Opened> {
  const { input, page: window } = workbench
  await workbench.command(`Pedigree: ${title}`)
  for (const word of words.slice(0, -1)) {
    if (word === every) await input.pickAll()
    else await (typeof word === 'string' ? input.pick(word) : input.pickMany([...word]))
  }
  const last = String(words.at(-1))
  // The step before may still be in sight.
  await input.row(last).waitFor()
  await input.type(last)
  await window.locator('.quick-input-list .monaco-list-row', { hasText: last }).first().waitFor()
  await window.evaluate(listen)
  await window.keyboard.press('Enter')
  const start = await window.evaluate<number>('globalThis.pressed')
  const frame = await pageFrame(workbench, page)
  const { origin, mark } = await frame.evaluate(() => {
    const [mark] = performance.getEntriesByName('pedigree:shown')
    return { origin: performance.timeOrigin, mark: mark?.startTime ?? Number.NaN }
  })
  if (closes) await workbench.command('View: Close Editor')
  return { begun: origin - start, shown: origin + mark - start }
}

/** Milliseconds of script, style and layout in each frame while the drawing is dragged about. */
async function panning({ page }: Workbench, frame: Frame): Promise<number[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const box = (await frame.locator('svg, canvas').first().boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  const frames: number[] = []
  for (let step = 1; step <= 60; step++) {
    const before = await work(session)
    await page.mouse.move(x + 4 * step, y + 2 * step)
    await frame.evaluate(twoFrames)
    frames.push((await work(session)) - before)
  }
  await page.mouse.up()
  return frames
}

async function work(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0
  return 1000 * (of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration'))
}
