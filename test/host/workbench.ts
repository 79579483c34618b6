import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium as playwright, type Frame, type Page } from 'playwright-core'
import { browserArgs } from './browserArgs'
import { chromium } from './chromium'
import { eventually } from './eventually'
import { exactly } from './exactly'
import { notifications } from './notifications'
import { projectRoot } from './projectRoot'
import { quickInput } from './quickInput'
import { scratch } from './scratch'
import { treeView } from './treeView'
import { vscodeServer, type ServerOptions } from './vscodeServer'

export interface WorkbenchOptions extends Partial<ServerOptions> {
  /** A folder, a `.code-workspace` file, or absent for an empty window. */
  folder?: string
  theme?: Theme
}

export type Theme = keyof typeof themes
export type Workbench = Awaited<ReturnType<typeof openWorkbench>>

/** A real VS Code with the extension (this one, or what `extension` says) in a page that a test can see and use. */
export async function openWorkbench({ folder, theme = 'light', ...options }: WorkbenchOptions = {}) {
  const found = await chromium()
  if ('missing' in found) throw new Error(found.missing)
  const extension = options.extension ?? projectRoot
  const settings = { 'workbench.colorTheme': themes[theme].name, ...options.settings }
  const place = await scratch()
  const ends: (() => Promise<void>)[] = [place.remove]
  const close = async () => {
    while (ends.length) await ends.pop()!()
  }
  try {
    const server = await vscodeServer({ trusted: true, env: place.env, ...options, extension, settings })
    ends.push(server.stop)
    const browser = await playwright.launch({ ...found, args: browserArgs })
    ends.push(() => browser.close())
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    page.setDefaultTimeout(15_000)
    const problems = problemsOf(page, extension)
    await page.goto(server.url(folder))
    await page.locator('.monaco-workbench .statusbar-item').first().waitFor({ timeout: 60_000 })
    return { page, server, problems, close, ...driver(page, server.changeSettings) }
  } catch (error) {
    await close()
    throw error
  }
}

const themes = {
  light: { name: 'Default Light Modern', mark: 'vs' },
  dark: { name: 'Default Dark Modern', mark: 'vs-dark' },
  highContrast: { name: 'Default High Contrast', mark: 'hc-black' },
  highContrastLight: { name: 'Default High Contrast Light', mark: 'hc-light' },
}

function driver(page: Page, changeSettings: (settings: Record<string, unknown>) => Promise<void>) {
  const input = quickInput(page)
  return {
    input,
    notifications: notifications(page),
    tree: (title: string) => treeView(page, title),

    /** Runs a command by its title in the palette, as soon as it is there. */
    command: (title: string) =>
      eventually(async () => {
        await page.keyboard.press('F1')
        await input.type(`>${title}`)
        // An open list does not learn of commands that come later.
        await input.pick(title).catch(async (error: unknown) => {
          await page.keyboard.press('Escape')
          throw error
        })
      }, 30),

    /** Opens a view container of the activity bar. */
    async container(title: string): Promise<void> {
      const tab = page.locator(`.activitybar .action-item:has(.action-label[aria-label^=${JSON.stringify(title)}])`)
      await tab.waitFor({ timeout: 30_000 })
      if (!(await tab.getAttribute('class'))?.includes('checked')) await tab.click()
    },

    statusBar: async () => (await page.locator('.statusbar-item:visible').allTextContents()).filter(Boolean),
    statusBarItem: (text: string | RegExp) => page.locator('.statusbar-item', { hasText: text }).first(),
    tabs: () => page.locator('.tabs-container .tab .label-name').allTextContents(),

    /** Presses a button of the dialog that is open; answers what the dialog said. */
    async dialog(button: string): Promise<string> {
      const dialog = page.locator('.monaco-dialog-box')
      const said = await dialog.locator('.dialog-message-container').innerText()
      await dialog.locator('.monaco-button', { hasText: exactly(button) }).click()
      return said
    },

    /** Loads the window again, as a person does: what is open is kept for afterwards. */
    async reload(): Promise<void> {
      const loaded = page.waitForEvent('load', { timeout: 60_000 })
      await this.command('Developer: Reload Window')
      await loaded
      await page.locator('.monaco-workbench .statusbar-item').first().waitFor({ timeout: 60_000 })
    },

    changeSettings,
    /** Changes the theme, again if need be: a window that is still starting may miss a change. */
    theme: (theme: Theme) =>
      eventually(async () => {
        await changeSettings({ 'workbench.colorTheme': themes[theme].name })
        await page.locator(`.monaco-workbench.${themes[theme].mark}`).first().waitFor({ timeout: 3000 })
      }),

    /** The inside of a webview: the frame in which this selector is found. */
    frame: (selector: string): Promise<Frame> =>
      eventually(async () => {
        for (const frame of page.frames().slice(1)) {
          if (await frame.locator(selector).count()) return frame
        }
        throw new Error(`no webview shows ${selector}`)
      }),

    /** Makes the window this large, and waits until every webview in it is as large as its place, and has drawn. */
    async resize(width: number, height = 900): Promise<void> {
      await page.setViewportSize({ width, height })
      await eventually(async () => {
        const { clientWidth, clientHeight } = await page
          .locator('.monaco-workbench')
          .evaluate(({ clientWidth, clientHeight }) => ({ clientWidth, clientHeight }))
        assert.deepEqual([clientWidth, clientHeight], [width, height])
        for (const frame of page.frames().slice(1)) {
          if (!(await isInSight(frame))) continue
          const place = await (await frame.frameElement()).boundingBox()
          const [across, down] = await frame.evaluate<[number, number]>(sizeOnceDrawn)
          assert.ok(Math.abs(across - place!.width) < 1 && Math.abs(down - place!.height) < 1)
        }
      })
    },

    async screenshot(name: string): Promise<void> {
      const folder = join(projectRoot, 'test-results', 'screenshots')
      mkdirSync(folder, { recursive: true })
      await page.screenshot({ path: join(folder, `${name}.png`) })
    },
  }
}

const sizeOnceDrawn =
  'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done([innerWidth, innerHeight]))))'

/** Is it shown, and every frame that it is in? One that is not draws nothing. */
async function isInSight(frame: Frame): Promise<boolean> {
  const parent = frame.parentFrame()
  return !parent || ((await (await frame.frameElement()).isVisible()) && (await isInSight(parent)))
}

/** Errors of the console that are ours: what names the extension, and what a content security policy forbids. */
function problemsOf(page: Page, extension: string): string[] {
  const problems: string[] = []
  const ours = extension.endsWith('.vsix') ? ['pedigree.pedigree'] : [idOf(extension), join(extension, 'dist')]
  page.on('console', (message) => {
    const text = message.text()
    if (message.type() !== 'error') return
    if (/Content Security Policy/i.test(text) || ours.some((name) => text.includes(name))) problems.push(text)
  })
  page.on('pageerror', (error) => {
    if (ours.some((name) => error.stack?.includes(name))) problems.push(String(error.stack))
  })
  return problems
}

function idOf(extension: string): string {
  const manifest = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8')) as Record<string, string>
  return `${manifest['publisher']}.${manifest['name']}`
}
