import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectRoot } from '../host/projectRoot'
import type { Terminal } from './terminal'

/** What trained the models: copied into the workspace, so that the commit that a version names holds its code. */
export const trainingSources = [
  'decisionTree.ts',
  'linearRegression.ts',
  'logisticRegression.ts',
  'mean.ts',
  'metrics.ts',
  'onnx.ts',
  'penguins.ts',
  'protobuf.ts',
  'random.ts',
  'train.ts',
  'uncertainty.ts',
]

const readme = `# Penguins

Which species is it, and how heavy? Two small models on the Palmer penguins (CC0 1.0; Gorman, Williams and Fraser 2014).
\`train/\` holds the code and the recipe of the latest training, \`data/\` what it was trained and measured on.
`

/** Empties the folder if an earlier demo made it; anybody else's folder is left alone. */
export function clearWorkspace(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return
  const config = join(folder, '.git/config')
  if (!existsSync(config) || !readFileSync(config, 'utf8').includes('[pedigree]\n\tdemo = true'))
    throw new Error(`${folder} is not empty and not an earlier demo; name another folder or empty it yourself.`)
  rmSync(folder, { recursive: true })
}

/** A git repository with the training code in it, nothing committed yet. */
export async function makeWorkspace(folder: string, { run }: Terminal): Promise<void> {
  writeInto(folder, 'README.md', readme)
  writeInto(folder, '.gitignore', 'models/\npulled/\n')
  mkdirSync(join(folder, 'train'))
  for (const name of trainingSources) copyFileSync(join(projectRoot, 'test/demo', name), join(folder, 'train', name))
  await run('git', ['init', '--quiet', '--initial-branch=main'])
  const settings = { 'user.name': 'Ada Palmer', 'user.email': 'ada@example.com', 'pedigree.demo': 'true' }
  // A person's own signing or hooks would ask questions that nobody answers here.
  const quiet = { 'commit.gpgsign': 'false', 'core.hooksPath': '.git/hooks', 'core.autocrlf': 'false' }
  for (const [key, value] of Object.entries({ ...settings, ...quiet })) await run('git', ['config', key, value])
}

export function writeInto(folder: string, path: string, content: string | Uint8Array): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}
