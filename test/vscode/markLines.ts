import { format } from 'node:util'
import Mocha from 'mocha'
import { lineMark } from '../host/lineMark'

/** From now on every line printed in this process carries the mark of the suite. */
export function markLines(): void {
  const print = console.log.bind(console)
  const value = (...values: unknown[]) => {
    for (const line of format(...values).split('\n')) print(lineMark + line)
  }
  // An extension host does not let the methods of its console be replaced.
  globalThis.console = Object.create(console, {
    log: { value },
    info: { value },
    warn: { value },
    error: { value },
  }) as Console
  Mocha.reporters.Base.consoleLog = value
}
