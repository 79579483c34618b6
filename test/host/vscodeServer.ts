import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { webVscode } from './webVscode'

export interface ServerOptions {
  /** Folders are trusted when they are opened; otherwise the window is in Restricted Mode. */
  trusted: boolean
  settings?: Record<string, unknown>
  /** Installed before the start: a `.vsix`, or the folder of an extension, which is linked and never copied. */
  extension?: string
  env?: Record<string, string>
  /** Heeds the payload of an address, as the tests inside the host need it; such a window shows no notices. */
  testDriver?: true
}

export interface VscodeServer {
  /** The address that opens a folder, a `.code-workspace` file or, with undefined, an empty window. */
  url(folder: string | undefined, payload?: Record<string, string>): string
  /** How a window names a file of this machine in its payload. */
  remote(path: string): string
  /** Changes settings of the windows that are open as well. */
  changeSettings(settings: Record<string, unknown>): Promise<void>
  /** Settles when the server ends by itself. */
  ended: Promise<void>
  /** Ends the server and all it started, and removes its folders. */
  stop(): Promise<void>
}

/** A VS Code server on a port of its own, with fresh settings and without any other extension. Rejects when it cannot start. */
export async function vscodeServer(options: ServerOptions): Promise<VscodeServer> {
  const found = await webVscode()
  if ('missing' in found) throw new Error(found.missing)
  const home = await mkdtemp(join(tmpdir(), 'pedigree-vscode-'))
  const data = join(home, 'data')
  const extensions = join(home, 'extensions')
  const removeHome = () => rm(home, { recursive: true, force: true, maxRetries: 5 })
  let child: ChildProcess | undefined
  try {
    const changeSettings = await settingsFile(data, options.settings)
    await install(options.extension, found.serverMain, extensions)
    const token = randomUUID()
    child = start(found.serverMain, data, extensions, token, options)
    const port = await portOf(child)
    return { ...addresses(port, token), changeSettings, ended: endOf(child), stop: () => stop(child).then(removeHome) }
  } catch (error) {
    await stop(child).then(removeHome)
    throw error
  }
}

/** Writes the settings of the machine and answers a function that changes some of them. */
async function settingsFile(data: string, first: Record<string, unknown> = {}) {
  const folder = join(data, 'data', 'Machine')
  await mkdir(folder, { recursive: true })
  let settings = { ...quiet, ...first }
  const write = () => writeFile(join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2))
  await write()
  return async (changed: Record<string, unknown>) => {
    settings = { ...settings, ...changed }
    await write()
  }
}

const quiet: Record<string, unknown> = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.startupPrompt': 'never',
  'extensions.ignoreRecommendations': true,
  'git.autorefresh': false,
  'git.openRepositoryInParentFolders': 'never',
  'chat.disableAIFeatures': true,
  // Dialogs of the operating system could be neither seen nor answered from a page.
  'window.dialogStyle': 'custom',
  'files.simpleDialog.enable': true,
}

async function install(extension: string | undefined, serverMain: string, extensions: string): Promise<void> {
  await mkdir(extensions)
  if (extension?.endsWith('.vsix')) {
    const args = ['--accept-server-license-terms', '--extensions-dir', extensions, '--install-extension', extension]
    await promisify(execFile)(process.execPath, [serverMain, ...args], { env: cleanEnv() })
  } else if (extension) {
    await symlink(extension, join(extensions, basename(extension)), 'junction')
  }
}

function start(
  serverMain: string,
  data: string,
  extensions: string,
  token: string,
  options: ServerOptions,
): ChildProcess {
  const args = ['--host', '127.0.0.1', '--port', '0', '--connection-token', token, '--accept-server-license-terms']
  args.push('--server-data-dir', data, '--extensions-dir', extensions, '--telemetry-level', 'off')
  if (options.testDriver) args.push('--enable-smoke-test-driver')
  if (options.trusted) args.push('--disable-workspace-trust')
  return spawn(process.execPath, ['--import', endWithParent, serverMain, ...args], {
    env: { ...cleanEnv(), ...options.env },
    // A group of its own can be ended as a whole, extension hosts included.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Ends the server and its extension hosts within a second when whoever started them was killed. */
const endWithParent = `data:text/javascript,${encodeURIComponent(
  'const parent = process.ppid; const gone = () => { try { process.kill(parent, 0) } catch { return true } };' +
    'setInterval(() => { if (process.ppid !== parent || gone()) process.exit(1) }, 1000).unref()',
)}`

/** Without what a terminal inside VS Code, or a debugger, would hand down to another VS Code. */
function cleanEnv(): NodeJS.ProcessEnv {
  const inherited = (name: string) => /^(VSCODE_|ELECTRON_)|^NODE_OPTIONS$/.test(name)
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited(name)))
}

async function portOf(child: ChildProcess): Promise<number> {
  const said: string[] = []
  const late = setTimeout(() => child.kill('SIGKILL'), 60_000)
  child.stderr!.on('data', (bytes) => said.push(String(bytes)))
  try {
    for await (const line of createInterface({ input: child.stdout! })) {
      said.push(line)
      const port = /Web UI available at \S+?:(\d+)/.exec(line)?.[1]
      if (port) return Number(port)
    }
  } finally {
    clearTimeout(late)
    // Nobody reads on, and a full pipe would stop the server.
    child.stdout!.resume()
  }
  throw new Error(`The VS Code server did not start:\n${said.join('\n')}`)
}

function addresses(port: number, token: string): Pick<VscodeServer, 'url' | 'remote'> {
  const remote = (path: string) => `vscode-remote://localhost:${port}${pathToFileURL(path).pathname}`
  return {
    remote,
    url: (folder, payload) => {
      const query = new URLSearchParams({ tkn: token })
      if (!folder) query.set('ew', 'true')
      else
        query.set(
          folder.endsWith('.code-workspace') ? 'workspace' : 'folder',
          decodeURI(pathToFileURL(folder).pathname),
        )
      if (payload) query.set('payload', JSON.stringify(Object.entries(payload)))
      return `http://localhost:${port}/?${String(query).replaceAll('%2F', '/')}`
    },
  }
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

async function stop(child: ChildProcess | undefined): Promise<void> {
  if (!child?.pid) return
  const force = setTimeout(() => signal(child, 'SIGKILL'), 3000)
  signal(child, 'SIGTERM')
  await endOf(child)
  clearTimeout(force)
  signal(child, 'SIGKILL')
}

/** Reaches what the server started as well, even after the server itself has ended. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (process.platform === 'win32') child.kill(name)
    else process.kill(-child.pid!, name)
  } catch {
    // There is nobody left.
  }
}
