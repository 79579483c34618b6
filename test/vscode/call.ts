import assert from 'node:assert/strict'
import { commands, extensions } from 'vscode'

/** Runs a command of ours with values, as another extension would, and answers what the operation answers. */
export async function call<T = Record<string, unknown>>(command: string, args: Record<string, unknown>): Promise<T> {
  const extension = extensions.getExtension('pedigree.pedigree')
  assert.ok(extension)
  await extension.activate()
  return (await commands.executeCommand(`pedigree.${command}`, args)) as T
}
