import type { Locator, Page } from 'playwright-core'
import { eventually } from './eventually'
import { exactly } from './exactly'

export interface TreeRow {
  label: string
  description: string
  level: number
  /** undefined for a row without children */
  expanded: boolean | undefined
}

/** A view of the side bar, by its title. A row is named by the labels from the top down to it: `['churn', '3']`. */
export function treeView(page: Page, title: string) {
  const pane = page.locator('.pane').filter({ has: page.locator('.pane-header h3.title', { hasText: exactly(title) }) })
  const rows = pane.locator('.monaco-list-row')

  /** The row, after its parents were expanded. */
  async function row(path: string[]): Promise<Locator> {
    for (let depth = 1; depth < path.length; depth++) await expand(path.slice(0, depth))
    return find(path)
  }

  async function find(path: string[]): Promise<Locator> {
    const end = Date.now() + 15_000
    for (;;) {
      const index = indexOf(await read(rows), path)
      if (index !== undefined) return pane.locator(`.monaco-list-row[data-index="${index}"]`)
      if (Date.now() > end) throw new Error(`no row ${path.join(' > ')} in ${title}: ${await listing(rows)}`)
      await page.waitForTimeout(100)
    }
  }

  async function expand(path: string[]): Promise<void> {
    // A click is lost where a refresh comes between.
    for (let turn = 0; turn < 5; turn++) {
      const found = await row(path)
      if ((await found.getAttribute('aria-expanded')) === 'true') return
      await found.locator('.monaco-tl-twistie').click()
      await childOf(path)
    }
  }

  /** A row is open before its children are there; one without any is given two seconds. */
  async function childOf(path: string[]): Promise<void> {
    for (const end = Date.now() + 2000; Date.now() < end; await page.waitForTimeout(50)) {
      const found = await read(rows)
      const at = found.findIndex((row) => row.index === indexOf(found, path))
      if ((found[at + 1]?.level ?? 0) > path.length) return
    }
    await pane.locator('.codicon-tree-item-loading').waitFor({ state: 'detached' })
  }

  return {
    pane,
    row,
    expand,
    /** The rows in sight, from the top. */
    rows: () => read(rows),
    async collapse(path: string[]): Promise<void> {
      const found = await row(path)
      if ((await found.getAttribute('aria-expanded')) === 'true') await found.locator('.monaco-tl-twistie').click()
    },
    async click(path: string[], options?: Parameters<Locator['click']>[0]): Promise<void> {
      const found = await row(path)
      // A click opens a row as well, and all that is below it moves down once its children are there.
      const opens = !options?.modifiers && (await found.getAttribute('aria-expanded')) === 'false'
      await found.locator('.monaco-icon-label').first().click(options)
      if (opens) await childOf(path)
    },
    /** What the context menu of a row offers; the menu is closed again. */
    async menu(path: string[]): Promise<string[]> {
      await openMenu(page, await row(path))
      const labels = await page.locator('.monaco-menu .action-menu-item .action-label').allTextContents()
      await page.keyboard.press('Escape')
      return labels.filter(Boolean)
    },
    /** Chooses an item of the context menu. */
    async choose(path: string[], item: string): Promise<void> {
      await openMenu(page, await row(path))
      await page
        .locator('.monaco-menu .action-menu-item')
        .filter({ hasText: exactly(item) })
        .click()
    },
    /** Presses a button that shows when the mouse is over the row. */
    async act(path: string[], action: string): Promise<void> {
      const found = await row(path)
      await found.hover()
      await found.locator(`.actions .action-label[aria-label^=${JSON.stringify(action)}]`).click()
    },
    /** The tooltip of a row. */
    async hover(path: string[]): Promise<string> {
      await (await row(path)).locator('.monaco-icon-label').first().hover()
      const tip = page.locator('.workbench-hover:visible').first()
      return ((await tip.textContent({ timeout: 3000 })) ?? '').trim()
    },
    /** Presses a button of the view's title. */
    async titleAction(action: string): Promise<void> {
      await pane.locator('.pane-header').hover()
      await pane.locator(`.pane-header .action-label[aria-label^=${JSON.stringify(action)}]`).click()
    },
    /** What an empty view says instead of rows. */
    welcome: async () => ((await pane.locator('.welcome-view-content:visible').textContent()) ?? '').trim(),
    /** The message above the rows. */
    message: async () => ((await pane.locator('.tree-explorer-viewlet-tree-view .message').textContent()) ?? '').trim(),
  }
}

async function openMenu(page: Page, row: Locator): Promise<void> {
  // A click is lost where a refresh comes between.
  await eventually(async () => {
    await row.locator('.monaco-icon-label').first().click({ button: 'right' })
    await page.locator('.monaco-menu .action-menu-item').first().waitFor({ timeout: 3000 })
  })
  // A menu heeds the mouse 100 ms after it opened, and nothing in the page tells when.
  await page.waitForTimeout(200)
}

type IndexedRow = TreeRow & { index: number }

async function read(rows: Locator): Promise<IndexedRow[]> {
  const found = await rows.evaluateAll((elements) =>
    elements.map((element) => ({
      index: Number(element.getAttribute('data-index')),
      label: element.querySelector('.label-name')?.textContent?.trim() ?? '',
      description: element.querySelector('.label-description')?.textContent?.trim() ?? '',
      level: Number(element.getAttribute('aria-level')),
      expanded: element.hasAttribute('aria-expanded') ? element.getAttribute('aria-expanded') === 'true' : undefined,
    })),
  )
  return found.sort((a, b) => a.index - b.index)
}

/** Walks down level by level; the rows of a tree lie flat, one after another. */
function indexOf(rows: IndexedRow[], path: string[]): number | undefined {
  let rest = rows
  for (const [depth, label] of path.entries()) {
    const at = rest.findIndex((row) => row.level === depth + 1 && row.label === label)
    const found = rest[at]
    if (!found) return undefined
    if (depth === path.length - 1) return found.index
    const next = rest.slice(at + 1)
    const end = next.findIndex((row) => row.level <= depth + 1)
    rest = end < 0 ? next : next.slice(0, end)
  }
  return undefined
}

const listing = async (rows: Locator) =>
  (await read(rows)).map((row) => '  '.repeat(row.level) + row.label).join('\n') || 'no rows'
