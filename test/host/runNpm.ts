import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Runs npm in `cwd`: the npm that runs this script if there is one, else the one on PATH. */
export async function runNpm(args: string[], cwd: string): Promise<void> {
  const npm = process.env['npm_execpath']
  // An npm script hands its own project and settings down; they would send this install to the wrong folder.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(?!config_(?!local_))/i.test(name)),
  )
  const options = { cwd, env, timeout: 8 * 60_000, maxBuffer: 32 << 20 }
  if (npm?.endsWith('npm-cli.js')) await run(process.execPath, [npm, ...args], options)
  else await run('npm', args, { ...options, shell: process.platform === 'win32' })
}

const run = promisify(execFile)
