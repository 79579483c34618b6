import { readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createVSIX } from '@vscode/vsce'
import { projectRoot } from '../host/projectRoot'

/** Bytes. */
export const vsixLimit = 15e6

/** Makes the one package for all platforms in a folder, and answers its path. */
export async function packVsix(folder: string): Promise<string> {
  const { name, version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as Record<
    string,
    string
  >
  const packagePath = join(folder, `${name}-${version}.vsix`)
  await createVSIX({ cwd: projectRoot, packagePath, dependencies: false })
  return packagePath
}

/** What is wrong with a package, a sentence each. */
export function problemsOf(vsix: string): string[] {
  const files = new Set(filesOf(vsix))
  const { size } = statSync(vsix)
  return [
    ...(size > vsixLimit ? [`it has ${size} bytes, more than ${vsixLimit}`] : []),
    ...needed.filter((name) => !files.has(`extension/${name}`)).map((name) => `${name} is missing`),
    ...[...files]
      .filter((name) => unwanted.some((pattern) => pattern.test(name)))
      .map((name) => `${name} does not belong in it`),
  ]
}

const platforms = [
  'darwin-arm64',
  'darwin-x64',
  'linux-arm64',
  'linux-x64',
  'linuxmusl-arm64',
  'linuxmusl-x64',
  'win32-arm64',
  'win32-x64',
]
const needed = [
  'package.json',
  'package.nls.json',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  'dist/extension.js',
  'dist/engine.js',
  'dist/fileWorker.js',
  'dist/cli.js',
  'media/icon.png',
  'media/pedigree.svg',
  ...platforms.map((platform) => `dist/native/${platform}.node`),
]
const unwanted = [/\/src\//, /\/test\//, /\/node_modules\//, /\.map$/, /\.tsx?$/, /\/\.env/, /\.(vsix|tgz)$/]

/** The names in a zip file, in order, from its directory at the end. */
export function filesOf(zip: string): string[] {
  const bytes = readFileSync(zip)
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1')
  const names: string[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    names.push(bytes.toString('utf8', at + 46, at + 46 + name))
    at += 46 + name + extra + comment
  }
  return names.sort()
}
