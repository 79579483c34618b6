import { join } from 'node:path'
import type * as vscode from 'vscode'

export interface HostTimes {
  /** Milliseconds. */
  load: number
  activate: number
}

export const marked = '<times> '

/** Called by VS Code inside its extension host. */
export async function run(): Promise<void> {
  const { extensions } = require('vscode') as typeof vscode
  const extension = extensions.getExtension('pedigree.pedigree')!
  if (extension.isActive) throw new Error('the extension is active already')
  const start = performance.now()
  require(join(extension.extensionPath, 'dist', 'extension.js'))
  const loaded = performance.now()
  await extension.activate()
  const times: HostTimes = { load: loaded - start, activate: performance.now() - loaded }
  console.log(`${marked}${JSON.stringify(times)}`)
}
