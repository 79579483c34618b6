import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { downloadAndUnzipVSCode } from '@vscode/test-electron'
import { canReach } from './canReach'
import { hasDisplay } from './hasDisplay'
import { projectRoot } from './projectRoot'

/** A desktop VS Code that starts on this machine (VSCODE_VERSION chooses, else the latest), or undefined. */
export async function desktopVscode(): Promise<string | undefined> {
  if (!hasDisplay()) return undefined
  const cachePath = join(projectRoot, '.vscode-test')
  const cached = globSync(join(cachePath, 'vscode-*')).length > 0
  if (!cached && !(await canReach('https://update.code.visualstudio.com/api/releases/stable'))) return undefined
  try {
    const executable = await downloadAndUnzipVSCode({ version: process.env['VSCODE_VERSION'] ?? 'stable', cachePath })
    // As plain Node it opens no window, but fails all the same where its libraries are missing.
    await promisify(execFile)(executable, ['--version'], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } })
    return executable
  } catch (error) {
    console.log(`No desktop VS Code: ${(error as Error).message.split('\n')[0]}`)
    return undefined
  }
}
