import { join } from 'node:path'
import type * as vscode from 'vscode'

export interface HostTimes {
  /** Milliseconds. */
  load: number
  /** Our own function. */
  activate: number
  /** All that VS Code does until the extension is active. */
  whole: number
}

export const marked = '<times> '

/** Called by VS Code inside its extension host. */
export async function run(): Promise<void> {
  const { extensions } = require('vscode') as typeof vscode
  const extension = extensions.getExtension('pedigree.pedigree')!
  if (extension.isActive) throw new Error('the extension is active already')
  const script = join(extension.extensionPath, 'dist', 'extension.js')
  const start = performance.now()
  const ours = require(script) as { activate(context: unknown): void }
  const loaded = performance.now()
  let activate = Number.NaN
  // VS Code takes what is loaded already.
  require.cache[script]!.exports = {
    ...ours,
    activate: (context: unknown) => {
      const called = performance.now()
      ours.activate(context)
      activate = performance.now() - called
    },
  }
  await extension.activate()
  const times: HostTimes = { load: loaded - start, activate, whole: performance.now() - loaded }
  console.log(`${marked}${JSON.stringify(times)}`)
}
