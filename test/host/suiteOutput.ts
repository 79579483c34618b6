import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { lineMark } from './lineMark'
import { projectRoot } from './projectRoot'

/** Shows the lines of a suite and keeps the chatter of the workbench in `test-results/<name>.log`. */
export function suiteOutput(name: string): Writable {
  const folder = join(projectRoot, 'test-results')
  mkdirSync(folder, { recursive: true })
  const chatter = createWriteStream(join(folder, `${name}.log`))
  let rest = ''
  return new Writable({
    write(bytes: Buffer, _encoding, done) {
      const lines = (rest + bytes.toString()).split('\n')
      rest = lines.pop()!
      for (const line of lines) {
        const at = line.indexOf(lineMark)
        if (at < 0) chatter.write(line + '\n')
        else console.log(line.slice(at + lineMark.length))
      }
      done()
    },
  })
}
