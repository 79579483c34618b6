import type { Page } from 'playwright-core'
import { exactly } from './exactly'

export interface QuickItem {
  label: string
  description: string
  detail: string
  checked: boolean | undefined
}

/** The quick pick or input box that is open, or about to open. */
export function quickInput(page: Page) {
  const widget = page.locator('.quick-input-widget:visible')
  const box = widget.locator('.quick-input-box input')
  const rows = widget.locator('.quick-input-list .monaco-list-row')
  const row = (label: string) => rows.filter({ has: page.locator('.label-name', { hasText: exactly(label) }) }).first()
  const text = async (selector: string) => ((await widget.locator(selector).first().textContent()) ?? '').trim()

  return {
    widget,
    row,
    shown: () => widget.waitFor(),
    gone: () => widget.waitFor({ state: 'hidden' }),
    /** Waits for the step of a wizard whose title contains this. */
    step: (title: string) => widget.locator('.quick-input-title', { hasText: title }).waitFor(),
    title: () => text('.quick-input-title'),
    placeholder: async () => (await box.getAttribute('placeholder')) ?? '',
    value: () => box.inputValue(),
    /** The prompt of an input box, or why what is typed is not valid. */
    message: () => text('.quick-input-message'),
    isInvalid: async () => (await widget.locator('.quick-input-box .monaco-inputbox.error').count()) > 0,
    type: (value: string) => box.fill(value),
    items: (): Promise<QuickItem[]> =>
      rows.evaluateAll((found) =>
        found.map((row) => {
          // The parts of a row are used again for the next list, hidden when it has no use for them.
          const said = (selector: string) => {
            const part = row.querySelector(selector)
            return part?.getClientRects().length ? part.textContent.trim() : ''
          }
          return {
            label: said('.label-name'),
            description: said('.label-description'),
            detail: said('.quick-input-list-label-meta .monaco-icon-label'),
            checked: row.hasAttribute('aria-checked') ? row.getAttribute('aria-checked') === 'true' : undefined,
          }
        }),
      ),
    /** Chooses the item with exactly this label, typing it first so that it is in sight. */
    async pick(label: string): Promise<void> {
      await widget.waitFor()
      if (!(await row(label).isVisible()) && !(await box.inputValue())) await box.fill(label)
      await row(label).click({ timeout: 2000 })
    },
    /** Checks these items, and no others, and confirms. */
    async pickMany(labels: string[]): Promise<void> {
      for (const label of labels) await row(label).and(page.locator('[aria-checked]')).waitFor()
      await page.locator('[aria-checked]').and(rows.first()).waitFor()
      for (const { label, checked } of await this.items()) {
        if (checked !== labels.includes(label)) await row(label).click()
      }
      await page.keyboard.press('Enter')
    },
    /** Checks all items, and confirms. */
    async pickAll(): Promise<void> {
      await page.locator('[aria-checked]').and(rows.first()).waitFor()
      await widget.locator('.quick-input-header').getByRole('checkbox').first().click()
      await page.keyboard.press('Enter')
    },
    /** Types an answer into an input box and confirms it. */
    async answer(value: string): Promise<void> {
      await widget.locator('.quick-input-list').waitFor({ state: 'hidden' })
      await box.fill(value)
      await page.keyboard.press('Enter')
    },
    back: () => widget.locator('.quick-input-left-action-bar .action-label').first().click(),
    button: (name: string) => widget.locator(`.action-label[aria-label=${JSON.stringify(name)}]`).click(),
    escape: () => page.keyboard.press('Escape'),
  }
}
