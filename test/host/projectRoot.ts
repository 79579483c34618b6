import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder with package.json, from wherever the bundle that asks was written to. */
export const projectRoot = above(__dirname)

function above(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : above(dirname(folder))
}
