import { globSync } from 'node:fs'
import { join } from 'node:path'
import Mocha from 'mocha'
import { markLines } from './markLines'

/** Called by VS Code inside its extension host; runs the tests of one suite and rejects when one of them fails. */
export async function run(): Promise<void> {
  const suite = process.env['SUITE'] ?? ''
  const files = globSync(join(__dirname, suite, '**', '*.test.js'))
  if (!suite || !files.length) throw new Error(`There are no tests in the suite '${suite}'`)
  markLines()
  const mocha = new Mocha({
    timeout: 30_000,
    color: process.env['SUITE_COLOR'] === 'yes',
    reporter: join(__dirname, '..', 'host', 'resultsReporter.js'),
    reporterOptions: { suite: `vscode-${suite}` },
  })
  for (const file of files.sort()) mocha.addFile(file)
  const failures = await new Promise<number>((resolve) => mocha.run(resolve))
  if (failures) throw new Error(`${failures} failed`)
}
