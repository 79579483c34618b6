import { appendFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isMainThread } from 'node:worker_threads'
import { peakMemory } from '../host/peakMemory'

// Loaded into a process before its script: writes down which files below a folder it opens, and how much memory it took.

const to = process.env['OBSERVE_TO']!
const below = process.env['OBSERVE_BELOW']!
const note = (line: object) => appendFileSync(to, `${JSON.stringify(line)}\n`)
// The product's own object, which alone can be changed.
const files = createRequire(__filename)('node:fs/promises') as Record<string, (...args: unknown[]) => unknown>

for (const name of ['open', 'readFile', 'copyFile']) {
  const real = files[name]!
  files[name] = (...args) => {
    if (typeof args[0] === 'string' && args[0].startsWith(below)) note({ opened: args[0] })
    return real(...args)
  }
}

if (isMainThread) process.on('exit', () => note({ kilobytes: peakMemory() }))
