import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes plain JavaScript in place of the two native modules that a server cannot do without, so that nobody needs a compiler. */
export async function nativeStandIns(modules: string): Promise<void> {
  const release = join(modules, '@vscode', 'native-watchdog', 'build', 'Release')
  await mkdir(release, { recursive: true })
  await writeFile(join(release, 'watchdog.js'), watchdog)
  await writeFile(join(modules, '@vscode', 'spdlog', 'index.js'), spdlog)
}

/** Ends an extension host whose parent has gone. */
const watchdog = `
exports.start = (pid) => setInterval(() => {
  try { process.kill(pid, 0) } catch { process.exit(87) }
}, 1000).unref()
exports.exit = (code) => process.exit(code)
`

/** Log files, without which output channels stay empty. */
const spdlog = `
const { appendFileSync, mkdirSync } = require('node:fs')
const { dirname } = require('node:path')

class Logger {
  constructor(kind, name, file) { Object.assign(this, { file, level: 2, format: stamped }) }
  write(level, label, message) { if (level >= this.level) appendFileSync(this.file, this.format(label, message)) }
  trace(message) { this.write(0, 'trace', message) }
  debug(message) { this.write(1, 'debug', message) }
  info(message) { this.write(2, 'info', message) }
  warn(message) { this.write(3, 'warning', message) }
  error(message) { this.write(4, 'error', message) }
  critical(message) { this.write(5, 'critical', message) }
  getLevel() { return this.level }
  setLevel(level) { this.level = level }
  clearFormatters() { this.format = (label, message) => message }
  setPattern() {}
  flush() {}
  drop() {}
}

const stamped = (label, message) => new Date().toISOString().replace('T', ' ').slice(0, 23) + ' [' + label + '] ' + message + '\\n'
const create = async (name, file) => {
  mkdirSync(dirname(file), { recursive: true })
  return new Logger('', name, file)
}

exports.version = 0
exports.setLevel = () => {}
exports.setFlushOn = () => {}
exports.Logger = Logger
exports.createRotatingLogger = create
exports.createAsyncRotatingLogger = create
`
