import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Frame } from 'playwright-core'
import type { Theme, Workbench } from './workbench'

const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8')

/** Fails where a page has something that people with disabilities cannot use: what axe calls serious or critical. */
export async function isAccessible(frame: Frame): Promise<void> {
  await frame.evaluate(axe)
  const { violations } = await frame.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  )
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const said = serious.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join('\n  ')}`)
  assert.deepEqual(said, [])
}

/** The inside of the tab with a page, once it has drawn something. */
export async function pageFrame({ frame }: Workbench, name: string): Promise<Frame> {
  const found = await frame(`body[data-page="${name}"]`)
  await found.locator('#page:not([aria-busy])').waitFor()
  return found
}

export const themesOf: readonly Theme[] = ['dark', 'light', 'highContrast', 'highContrastLight']

/** Pictures of what is in sight, and what axe says, in every theme. The light one is left behind. */
export async function inEveryTheme(workbench: Workbench, name: string, page: string): Promise<void> {
  for (const theme of [...themesOf.filter((theme) => theme !== 'light'), 'light'] as const) {
    await workbench.theme(theme)
    const frame = await pageFrame(workbench, page)
    await frame.locator(`body.${bodyClass[theme]}`).waitFor()
    await workbench.screenshot(`${name}-${theme}`)
    await isAccessible(frame)
  }
}

const bodyClass: Record<Theme, string> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  highContrast: 'vscode-high-contrast',
  highContrastLight: 'vscode-high-contrast-light',
}
