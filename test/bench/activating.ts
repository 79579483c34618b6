import { execFile } from 'node:child_process'
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from '../host/chromium'
import { projectRoot } from '../host/projectRoot'
import { scratch } from '../host/scratch'
import { webVscode } from '../host/webVscode'
import { type HostTimes, marked } from './inHost'
import { atMost, type Measured, median, milliseconds, skipped } from './measured'

const turns = 3

/** Loading the extension's code and calling `activate()` in a real extension host. */
export async function activating(): Promise<Measured[]> {
  const { size } = await stat(join(projectRoot, 'dist', 'extension.js'))
  const code = {
    what: 'code loaded at activation',
    measured: `${Math.round(size / 1000)} KB`,
    budget: '≤ 400 KB',
    within: size <= 400_000,
  }
  for (const found of [await chromium(), await webVscode()])
    if ('missing' in found) return [code, skipped('activation', found.missing)]
  const times: HostTimes[] = []
  for (let turn = 0; turn < turns; turn++) times.push(await once())
  const of = (name: keyof HostTimes) => median(times.map((found) => found[name]))
  return [
    code,
    atMost('load the extension', of('load'), 50),
    atMost('activate()', of('activate'), 50, `; ${milliseconds(of('whole'))} with what VS Code does before`),
  ]
}

/** In a window of its own, on a folder that does not activate the extension by itself. */
async function once(): Promise<HostTimes> {
  const place = await scratch()
  try {
    const folder = join(place.folder, 'plain')
    await mkdir(folder)
    const built = (name: string) => join(projectRoot, 'dist', 'test', ...name.split('/'))
    const args = [
      built('host/launcher.js'),
      folder,
      `--extensionDevelopmentPath=${projectRoot}`,
      `--extensionTestsPath=${built('bench/inHost.js')}`,
    ]
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: { ...process.env, ...place.env },
      maxBuffer: 64 << 20,
    })
    const line = stdout.split('\n').find((text) => text.includes(marked))
    if (!line) throw new Error(`the extension host said nothing of its times:\n${stdout.slice(-2000)}`)
    return JSON.parse(line.slice(line.indexOf(marked) + marked.length)) as HostTimes
  } finally {
    await place.remove()
  }
}
