import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The checkout this code was built in. */
export function projectFolder(from = __dirname): string {
  if (existsSync(join(from, 'package.json'))) return from
  if (dirname(from) === from) throw new Error(`no package.json above ${__dirname}`)
  return projectFolder(dirname(from))
}
