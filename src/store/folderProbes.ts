import { randomUUID } from 'node:crypto'
import { link, open, rm, rmdir, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { clockProbe } from './clockProbe'
import { fail, info, pass, type Probe, warn, writers } from './finding'
import { createFolder, folderStore } from './folderStore'
import { logKey, probeFolder, probePlace } from './keys'
import type { ObjectStore } from './objectStore'

/** A folder of its own in a registry's folder, where anything may be tried. */
export interface FolderPlace {
  /** The registry's folder. */
  root: string
  folder: string
  store: ObjectStore
  rounds: number
}

export function folderPlace(root: string, rounds: number): FolderPlace {
  const folder = join(root, probePlace(randomUUID()))
  return { root, folder, store: folderStore(folder), rounds }
}

/** Takes away all that was tried, as far as it may be. */
export async function removePlace({ root, folder }: FolderPlace): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => {})
  await rmdir(join(root, probeFolder)).catch(() => {})
}

const reach: Probe<FolderPlace> = {
  name: 'reach',
  isEssential: true,
  run: async ({ root, folder }) => {
    await folderStore(root).check()
    await createFolder(folder)
    return pass('a folder that can be written', 'It is there, and files can be made in it.')
  },
}

const hardLinks: Probe<FolderPlace> = {
  name: 'hard links',
  isEssential: true,
  run: async ({ folder }) => {
    const [from, to] = [join(folder, 'from'), join(folder, 'to')]
    await writeFile(from, 'a')
    const made = async () => link(from, to).then(() => 'made', codeOf)
    const answers = [await made(), await made()]
    if (answers.join() === 'made,EEXIST')
      return pass('made once', 'A file appears under its name whole, and only once.')
    return fail(answers.join(', then '), 'A safe registry needs them: use a local disk, or a bucket.')
  },
}

const createRace: Probe<FolderPlace> = {
  name: 'create race',
  isEssential: true,
  run: async ({ store, rounds }) => {
    let won = 0
    let most = 0
    for (let round = 0; round < rounds; round++) {
      const bodies = Array.from({ length: writers }, (_, i) => Buffer.from(`${i} `.repeat(200)))
      const answers = await Promise.all(bodies.map((body) => store.putNew(logKey(round), body)))
      const winners = bodies.filter((_, i) => answers[i] === 'created')
      most = Math.max(most, winners.length)
      if (winners.length === 1 && winners[0]!.equals((await store.get(logKey(round))) ?? Buffer.alloc(0))) won++
    }
    const found = `${rounds} rounds of ${writers}: one won ${won} times`
    if (won === rounds) return pass(found, 'Of those who write at the same moment exactly one succeeds.')
    return fail(`${found}; up to ${most} won`, 'Two people who write at once would overwrite each other.')
  },
}

const order: Probe<FolderPlace> = {
  name: 'list order',
  isEssential: false,
  run: async ({ store }) => {
    const keys = [2, 10, 1].map((seq) => `order/${logKey(seq)}`)
    for (const key of keys) await store.putNew(key, Buffer.from(key))
    const found: string[] = []
    for await (const key of store.list('order/')) found.push(key)
    if (found.join() === keys.sort().join())
      return pass('complete, in byte order', 'The log can be read from any place.')
    return fail('not all that was written', 'A commit that is not seen at once is taken for none.')
  },
}

const durable: Probe<FolderPlace> = {
  name: 'fsync',
  isEssential: false,
  run: async ({ folder }) => {
    const synced = async (path: string, flags: string) => {
      const file = await open(path, flags)
      await file.sync().finally(() => file.close())
    }
    try {
      await synced(join(folder, 'synced'), 'w')
      if (process.platform !== 'win32') await synced(folder, 'r')
      return pass('of files and folders', 'What is written survives a power cut.')
    } catch (error) {
      return fail(codeOf(error), 'What is written may be lost in a power cut.')
    }
  },
}

const room: Probe<FolderPlace> = {
  name: 'room',
  isEssential: false,
  run: async ({ folder }) => {
    const { bavail, bsize } = await statfs(folder)
    const free = bavail * bsize
    const found = `${(free / 1e9).toFixed(1)} GB free`
    return free < 1e9 ? warn(found, 'It may not hold another model.') : info(found, 'Nothing is ever deleted from it.')
  },
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error)

export const folderProbes: readonly Probe<FolderPlace>[] = [
  reach,
  hardLinks,
  createRace,
  order,
  durable,
  clockProbe,
  room,
]
