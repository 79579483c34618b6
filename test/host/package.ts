import { statSync } from 'node:fs'
import { packVsix, problemsOf } from '../package/vsix'
import { projectRoot } from './projectRoot'

// Makes pedigree-<version>.vsix and looks at what is in it. Nothing that is wrong is ever called a package.
void main()

async function main(): Promise<void> {
  const vsix = await packVsix(projectRoot)
  const problems = problemsOf(vsix)
  for (const problem of problems) console.error(`${vsix}: ${problem}`)
  if (problems.length) process.exitCode = 1
  else console.log(`${vsix}, ${(statSync(vsix).size / 1e6).toFixed(1)} MB`)
}
