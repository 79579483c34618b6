import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders: string[] = []

/** A new folder; all of them are gone when the tests end. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pedigree-'))
  folders.push(folder)
  return folder
}

after(function () {
  this.timeout(60_000)
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
