import { join } from 'node:path'
import { runTests } from '@vscode/test-electron'
import { chromium } from '../host/chromium'
import { desktopVscode } from '../host/desktopVscode'
import { projectRoot } from '../host/projectRoot'
import { crashed, forgetResults, readResults, writeResults } from '../host/results'
import { scratch } from '../host/scratch'
import { skip } from '../host/skip'
import { suiteOutput } from '../host/suiteOutput'
import { webVscode } from '../host/webVscode'
import { suites, type Suite } from './suites'

// `node run.js [suite…]` runs each suite in a VS Code of its own: the desktop one where that is possible, else the web one.
void main(process.argv.slice(2))

type Host = { name: string; executable: string; args: string[] }

async function main(names: string[]): Promise<void> {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name))
  if (unknown.length) throw new Error(`no such suite: ${unknown.join(', ')}`)
  const desktop = await desktopHost()
  const web = await webHost()
  for (const suite of suites) {
    if (names.length && !names.includes(suite.name)) continue
    // `runTests` switches workspace trust off in the desktop, so Restricted Mode is to be had in the web only.
    const host = desktop && !suite.restricted ? desktop : web
    await runSuite(suite, host)
  }
}

async function desktopHost(): Promise<Host | undefined> {
  if (process.env['VSCODE_HOST'] === 'web') return undefined
  const executable = await desktopVscode()
  return executable ? { name: 'desktop VS Code', executable, args: [] } : undefined
}

/** Node with a launcher that takes the same arguments as the desktop, so that `runTests` need not know. */
async function webHost(): Promise<Host | { missing: string }> {
  const browser = await chromium()
  if ('missing' in browser) return browser
  const server = await webVscode()
  if ('missing' in server) return server
  const launcher = join(projectRoot, 'dist', 'test', 'host', 'launcher.js')
  return { name: 'VS Code in the browser', executable: process.execPath, args: [launcher] }
}

async function runSuite(suite: Suite, host: Host | { missing: string }): Promise<void> {
  const name = `vscode-${suite.name}`
  forgetResults(name)
  const place = await scratch()
  try {
    if ('missing' in host) return skip(name, host.missing)
    console.log(`\n${name}: ${host.name}`)
    const opened = await suite.prepare(place)
    await runTests({
      vscodeExecutablePath: host.executable,
      extensionDevelopmentPath: process.env['EXTENSION_PATH'] ?? projectRoot,
      extensionTestsPath: join(projectRoot, 'dist', 'test', 'vscode', 'index.js'),
      extensionTestsEnv: {
        SUITE: suite.name,
        SUITE_COLOR: process.stdout.isTTY ? 'yes' : 'no',
        ...place.env,
      },
      launchArgs: [...host.args, ...(opened ? [opened] : []), ...(suite.restricted ? ['--restricted-mode'] : [])],
      stdout: suiteOutput(name),
    })
    // VS Code answers 0 when its extension host dies in the middle of a test.
    if (!readResults(name)?.finished) throw new Error('the extension host ended before the tests did')
  } catch (error) {
    process.exitCode = 1
    if (!readResults(name)?.finished) {
      console.log(`${name} did not end: ${(error as Error).message}; see test-results/${name}.log`)
      writeResults(crashed(name, (error as Error).message))
    }
  } finally {
    await place.remove()
  }
}
