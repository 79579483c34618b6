import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import { duplicatePath, fileUnreadable, linkOutOfFolder, noSuchPath, nothingToRegister } from '../core/errors'

export interface LocalFile {
  /** As the version will know it: relative, with '/', in NFC. */
  path: string
  /** Where it is on this machine. */
  file: string
}

/** What no model is made of. */
const ignored = new Set(['.git', '.pedigree', '.DS_Store', '__pycache__'])

/**
 * The files that are to become a version. The files of a single folder are named relative to it; several paths
 * keep their own last names. Links are followed only to what is inside the folder.
 */
export async function collectFiles(cwd: string, paths: readonly string[]): Promise<LocalFile[]> {
  const found: LocalFile[] = []
  for (const path of paths) {
    const file = resolve(cwd, path)
    const kind = await stat(file).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EACCES' ? fileUnreadable(path, error) : noSuchPath(path)
    })
    if (kind.isDirectory()) {
      const root = await realpath(file)
      const prefix = paths.length === 1 ? '' : `${basename(file)}/`
      for (const inner of await walk(root, root, path)) found.push({ ...inner, path: prefix + inner.path })
    } else if (kind.isFile()) found.push({ path: basename(file), file })
    else throw fileUnreadable(path)
  }
  if (!found.length) throw nothingToRegister(paths.join(', '))
  const named = found.map(({ path, file }) => ({ path: path.normalize('NFC'), file }))
  const seen = new Set<string>()
  for (const { path } of named) {
    if (seen.has(path)) throw duplicatePath(path)
    seen.add(path)
  }
  return named
}

async function walk(root: string, folder: string, shown: string): Promise<LocalFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw fileUnreadable(shown, error)
  })
  const found: LocalFile[] = []
  for (const entry of entries) {
    if (ignored.has(entry.name)) continue
    const file = join(folder, entry.name)
    const path = relative(root, file).split(sep).join('/')
    const name = `${shown}/${entry.name}`
    if (entry.isDirectory()) found.push(...(await walk(root, file, name)))
    else if (entry.isFile()) found.push({ path, file })
    else if (entry.isSymbolicLink()) found.push(...(await followed(root, file, path, name)))
    else throw fileUnreadable(name)
  }
  return found
}

/** A link to a file inside the folder is that file under another name; one to a folder would be walked twice. */
async function followed(root: string, file: string, path: string, shown: string): Promise<LocalFile[]> {
  const target = await realpath(file).catch(() => undefined)
  if (!target) throw noSuchPath(shown)
  if (target !== root && !target.startsWith(root + sep)) throw linkOutOfFolder(shown)
  return (await lstat(target)).isFile() ? [{ path, file: target }] : []
}
