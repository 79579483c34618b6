import { chromium as playwright } from 'playwright-core'
import { browserArgs } from './browserArgs'
import { chromium } from './chromium'
import { vscodeServer } from './vscodeServer'

// Takes the arguments of a desktop VS Code and runs a suite in the web one instead: see `test/vscode/run.ts`.
void main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)

async function main(args: string[]): Promise<number> {
  const value = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
  const extension = value('extensionDevelopmentPath')
  const tests = value('extensionTestsPath')
  if (!extension || !tests) throw new Error('--extensionDevelopmentPath=… and --extensionTestsPath=… are needed')
  const found = await chromium()
  if ('missing' in found) throw new Error(found.missing)

  const server = await vscodeServer({ trusted: !args.includes('--restricted-mode'), testDriver: true })
  const browser = await playwright
    .launch({ ...found, args: browserArgs, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false })
    .catch(async (error) => {
      await server.stop()
      throw error
    })
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(name, () => void Promise.all([browser.close(), server.stop()]).finally(() => process.exit(130)))
  }
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    const ended = new Promise<number>((resolve, reject) => {
      const seconds = Number(process.env['SUITE_SECONDS'] ?? 300)
      setTimeout(() => reject(new Error(`The suite did not end within ${seconds} s`)), seconds * 1000)
      page.on('crash', () => reject(new Error('The window crashed')))
      void server.ended.then(() => reject(new Error('The VS Code server ended')))
      void page.exposeFunction('codeAutomationExit', (code: number) => resolve(code))
    })
    // Awaited below; until then a failure is not to end the process before the server is stopped.
    ended.catch(() => {})
    await page.exposeFunction('codeAutomationLog', (_kind: string, values: unknown[]) => console.log(...values))
    await page.goto(
      server.url(
        args.find((arg) => !arg.startsWith('--')),
        {
          extensionDevelopmentPath: server.remote(extension),
          extensionTestsPath: server.remote(tests),
          skipWelcome: 'true',
        },
      ),
    )
    return await ended
  } finally {
    await browser.close()
    await server.stop()
  }
}
