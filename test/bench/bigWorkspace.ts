import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogEntry } from '../../src/core/commit'
import { openIndex } from '../../src/index/openIndex'
import { canonicalBytes } from '../../src/log/canonical'
import { logKey } from '../../src/store/keys'
import { projectRoot } from '../host/projectRoot'
import { sampleLog, type Size } from './sampleLog'

export const bigSize: Size = { models: 10_000, versions: 100_000 }
export const smallSize: Size = { models: 20, versions: 100 }

export interface BenchWorkspace {
  folder: string
  /** Makes a process of its own user: nothing of the person's is touched. */
  env: Record<string, string>
}

/**
 * A workspace with a warm index of that size. Its log has the first and the last commit only, which is all that is
 * read when there is nothing new. Made once for each schema of the index.
 */
export async function benchWorkspace(size: Size): Promise<BenchWorkspace> {
  const all = join(projectRoot, '.vscode-test', 'bench')
  const home = join(all, `${size.versions}-versions-${fingerprint()}`)
  if (!existsSync(home)) {
    console.error(`  making an index of ${size.versions} versions in .vscode-test/bench, once …`)
    await mkdir(all, { recursive: true })
    const aside = await mkdtemp(join(all, 'partial-'))
    try {
      await fill(join(aside, 'workspace'), size)
      await rename(aside, home)
    } catch (error) {
      await rm(aside, { recursive: true, force: true })
      throw error
    }
  }
  const env = { PEDIGREE_STATE: join(home, 'state'), PEDIGREE_ACTOR: 'Ada <ada@example.com>' }
  return { folder: join(home, 'workspace'), env }
}

/** Differs when the tables do. */
function fingerprint(): number {
  const index = openIndex(':memory:')
  const { user_version: version } = index.db.get<{ user_version: number }>('pragma user_version')!
  index.close()
  return version
}

async function fill(folder: string, size: Size): Promise<void> {
  const log = join(folder, '.pedigree', 'registry', 'log')
  await mkdir(log, { recursive: true })
  await mkdir(join(folder, '.pedigree', 'registry', 'staging'))
  await writeFile(join(folder, 'pedigree.yaml'), '# a registry to measure with\n')
  const index = openIndex(join(folder, '.pedigree', 'index.db'))
  const keep = ({ seq, commit }: LogEntry) =>
    writeFile(join(folder, '.pedigree', 'registry', logKey(seq)), canonicalBytes(commit))
  let batch: LogEntry[] = []
  for (const entry of sampleLog(size)) {
    if (entry.seq === 0) await keep(entry)
    batch.push(entry)
    if (batch.length < 1000) continue
    index.apply(batch)
    batch = batch.slice(-1)
  }
  index.apply(batch)
  await keep(batch.at(-1)!)
  index.close()
}
