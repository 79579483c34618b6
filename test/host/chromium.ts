import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { canReach } from './canReach'
import { projectRoot } from './projectRoot'

/** A browser of the Chromium family that starts, fetched as a last resort, or one sentence why there is none. */
export async function chromium(): Promise<{ executablePath: string } | { missing: string }> {
  const given = process.env['CHROMIUM_PATH']
  if (given)
    return (await starts(given)) ? { executablePath: given } : { missing: `CHROMIUM_PATH=${given} does not start` }
  for (const executablePath of [...onPath(), ...usualPlaces()]) {
    if (await starts(executablePath)) return { executablePath }
  }
  for (const folder of [process.env['PLAYWRIGHT_BROWSERS_PATH'], own]) {
    const executablePath = await playwrightBrowser(folder)
    if (await starts(executablePath)) return { executablePath }
  }
  return fetchBrowser()
}

const run = promisify(execFile)
const own = join(projectRoot, '.vscode-test', 'browsers')

function onPath(): string[] {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']
  const end = process.platform === 'win32' ? '.exe' : ''
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  return names.flatMap((name) => folders.map((folder) => join(folder, name + end)))
}

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    )
  }
  if (process.platform !== 'win32')
    return ['/snap/bin/chromium', '/opt/google/chrome/chrome', '/usr/lib/chromium/chromium']
  const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? [])
  const ends = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe']
  return ends.flatMap((end) => roots.map((root) => join(root, end)))
}

async function starts(executablePath: string): Promise<boolean> {
  if (!existsSync(executablePath)) return false
  // On Windows `--version` opens a window instead of answering.
  if (process.platform === 'win32') return true
  return run(executablePath, ['--version'], { timeout: 20_000 }).then(
    () => true,
    () => false,
  )
}

/** Where Playwright keeps its own Chromium; it reads the folder when it is loaded, hence another process. */
async function playwrightBrowser(folder: string | undefined): Promise<string> {
  const say = `console.log(require('playwright-core').chromium.executablePath())`
  const env = { ...process.env, ...(folder && { PLAYWRIGHT_BROWSERS_PATH: folder }) }
  return (await run(process.execPath, ['-e', say], { cwd: projectRoot, env })).stdout.trim()
}

async function fetchBrowser(): Promise<{ executablePath: string } | { missing: string }> {
  const missing = 'no Chromium, Chrome or Edge found; install one or set CHROMIUM_PATH'
  if (!(await canReach('https://cdn.playwright.dev'))) return { missing }
  console.log('Fetching Chromium into .vscode-test, once …')
  const cli = join(projectRoot, 'node_modules', 'playwright-core', 'cli.js')
  const env = { ...process.env, PLAYWRIGHT_BROWSERS_PATH: own }
  try {
    await run(process.execPath, [cli, 'install', 'chromium'], { env, timeout: 5 * 60_000 })
  } catch {
    return { missing }
  }
  const executablePath = await playwrightBrowser(own)
  return (await starts(executablePath))
    ? { executablePath }
    : { missing: 'the Chromium that Playwright fetched does not start' }
}
