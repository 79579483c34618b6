import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sqliteUnavailable } from '../core/errors'

interface Runtime {
  platform: string
  arch: string
  /** Version of Node-API; better-sqlite3 needs 10, and crashes the process on less. */
  napi: number
  /** Version of glibc; undefined on musl and on other systems. */
  glibc: string | undefined
  musl: boolean
}

const builds = [
  'linux-x64',
  'linux-arm64',
  'linuxmusl-x64',
  'linuxmusl-arm64',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
]

/** Why better-sqlite3 cannot be loaded here, in half a sentence; undefined when it can. */
export function problemWith({ platform, arch, napi, glibc, musl }: Runtime): string | undefined {
  if (napi < 10) return `this Node has Node-API ${napi}, and 10 is needed (Node 22.14 or newer)`
  const build = buildOf({ platform, arch, musl })
  if (!builds.includes(build)) return `there is no build for ${platform} on ${arch}`
  if (glibc !== undefined && older(glibc, '2.34')) return `this system's glibc is ${glibc}, and 2.34 is needed`
  return undefined
}

/** The compiled SQLite for this machine. Throws sqlite-unavailable rather than let the process crash. */
export const nativeBinding = once((): string | undefined => {
  const runtime = here()
  const problem = problemWith(runtime)
  if (problem) throw sqliteUnavailable(problem)
  const name = `${buildOf(runtime)}.node`
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(join(folder, 'native', name))) return join(folder, 'native', name)
  return undefined
})

/** The machine stays the same while a process lives, and asking takes milliseconds. */
function once<T>(ask: () => T): () => T {
  let answer: { is: T } | undefined
  return () => (answer ??= { is: ask() }).is
}

const buildOf = ({ platform, arch, musl }: Pick<Runtime, 'platform' | 'arch' | 'musl'>) =>
  `${platform}${musl ? 'musl' : ''}-${arch}`

function here(): Runtime {
  const linux = process.platform === 'linux'
  const glibc = linux ? glibcVersion() : undefined
  return {
    platform: process.platform,
    arch: process.arch,
    napi: Number(process.versions.napi ?? 0),
    glibc,
    musl: linux && glibc === undefined,
  }
}

function glibcVersion(): string | undefined {
  const report: NodeJS.ProcessReport & { excludeNetwork?: boolean } = process.report
  const excluded = report.excludeNetwork
  // Without this the report looks up the names of all open connections.
  report.excludeNetwork = true
  const { header } = report.getReport() as { header?: { glibcVersionRuntime?: string } }
  report.excludeNetwork = excluded ?? false
  return header?.glibcVersionRuntime
}

function older(version: string, than: string): boolean {
  const [[major = 0, minor = 0], [thanMajor = 0, thanMinor = 0]] = [version, than].map((text) =>
    text.split('.').map(Number),
  ) as [number[], number[]]
  return major < thanMajor || (major === thanMajor && minor < thanMinor)
}
