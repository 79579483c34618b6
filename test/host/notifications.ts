import type { Page } from 'playwright-core'
import { exactly } from './exactly'

export interface Notification {
  severity: 'info' | 'warning' | 'error'
  message: string
  buttons: string[]
}

/** The notices in the lower right corner. */
export function notifications(page: Page) {
  const toasts = page.locator('.notifications-toasts .notification-list-item')
  const toast = (text: string | RegExp) =>
    toasts.filter({ has: page.locator('.notification-list-item-message', { hasText: text }) }).first()

  return {
    all: (): Promise<Notification[]> =>
      toasts.evaluateAll((elements) =>
        elements.map((element) => {
          const icon = element.querySelector('.notification-list-item-icon')?.className ?? ''
          return {
            severity: /error/.test(icon) ? 'error' : /warning/.test(icon) ? 'warning' : 'info',
            message: element.querySelector('.notification-list-item-message')?.textContent?.trim() ?? '',
            buttons: [...element.querySelectorAll('.notification-list-item-buttons-container .monaco-button')]
              .map((button) => button.textContent?.trim() ?? '')
              .filter(Boolean),
          }
        }),
      ),
    /** Waits for a notice that says this. */
    shown: (text: string | RegExp) => toast(text).waitFor(),
    press: (text: string | RegExp, button: string) =>
      toast(text)
        .locator('.monaco-button', { hasText: exactly(button) })
        .click(),
    /** Closes all of them. */
    async clear(): Promise<void> {
      while (await toasts.count()) {
        await toasts.first().hover()
        await toasts.first().locator('.codicon-notifications-clear').click()
      }
    },
  }
}
