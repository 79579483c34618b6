import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { hasDisplay } from './hasDisplay'
import { vscodeServer } from './vscodeServer'

/**
 * Opens a folder with the extension for a person: in the desktop VS Code of this machine, or else in one that the
 * browser shows, which stays until Ctrl-C.
 */
export async function openInVscode(folder: string, { extensionPath }: { extensionPath: string }): Promise<void> {
  const code = await desktopCommand()
  if (code) {
    await runCode(code, ['--new-window', `--extensionDevelopmentPath=${extensionPath}`, folder])
    console.log('VS Code is open with the extension in a new window.')
    return
  }
  const server = await vscodeServer({ trusted: true, extension: extensionPath })
  console.log(`\nOpen ${server.url(folder)} in your browser. Ctrl-C ends it.\n`)
  await Promise.race([interrupted(), server.ended])
  await server.stop()
}

/** The `code` of a desktop that this process can reach; the ones of a remote terminal, WSL or root open no such window. */
async function desktopCommand(): Promise<string | undefined> {
  const { VSCODE_HOST, VSCODE_IPC_HOOK_CLI, WSL_DISTRO_NAME } = process.env
  const elsewhere = VSCODE_HOST === 'web' || VSCODE_IPC_HOOK_CLI || WSL_DISTRO_NAME
  if (elsewhere || !hasDisplay() || (process.platform === 'linux' && process.getuid?.() === 0)) return undefined
  const mac = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code'
  for (const command of ['code', 'code-insiders', 'codium', ...(process.platform === 'darwin' ? [mac] : [])]) {
    const version = await runCode(command, ['--version']).catch(() => '')
    const [major = 0, minor = 0] = version.split('.').map(Number)
    if (major > 1 || (major === 1 && minor >= oldest)) return command
  }
  return undefined
}

/** What `engines.vscode` asks for. */
const oldest = 101

async function runCode(command: string, args: string[]): Promise<string> {
  const env = { ...process.env }
  delete env['ELECTRON_RUN_AS_NODE']
  const shell = process.platform === 'win32'
  const words = shell ? args.map((arg) => `"${arg}"`) : args
  return (await promisify(execFile)(command, words, { env, shell, timeout: 30_000 })).stdout
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve())
  })
}
