import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nativeStandIns } from './nativeStandIns'
import { projectRoot } from './projectRoot'
import { runNpm } from './runNpm'

const version = '4.139.1'
const home = join(projectRoot, '.vscode-test', 'web')
const whole = join(home, version)

/** The `server-main.js` of a VS Code server, or why there is none. The first call fetches some 600 MB from npm. */
export async function webVscode(): Promise<{ serverMain: string } | { missing: string }> {
  if (!existsSync(whole)) {
    try {
      await fetchServer()
    } catch (error) {
      return { missing: `no VS Code server could be fetched from npm (${firstLine(error)})` }
    }
  }
  return { serverMain: join(whole, server, 'out', 'server-main.js') }
}

const server = join('node_modules', 'code-server', 'lib', 'vscode')

/** Built aside and renamed at the end, so that an interrupted install is never taken for a whole one. */
async function fetchServer(): Promise<void> {
  console.log(`Fetching a VS Code server (code-server ${version}) into .vscode-test, once …`)
  await mkdir(home, { recursive: true })
  const aside = await mkdtemp(join(home, 'partial-'))
  try {
    await writeFile(
      join(aside, 'package.json'),
      JSON.stringify({ private: true, dependencies: { 'code-server': version } }),
    )
    const quietly = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error']
    await runNpm(['install', ...quietly], aside)
    await runNpm(['install', ...quietly], join(aside, server))
    await nativeStandIns(join(aside, server, 'node_modules'))
    await rename(aside, whole).catch((error: unknown) => {
      if (!existsSync(whole)) throw error
    })
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/** npm says what is wrong before it says where its log is. */
function firstLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string }
  const lines = (stderr || message).trim().split('\n')
  return lines.find((line) => /^npm error (?!code|errno|syscall)\S/.test(line)) ?? lines[0]!
}
