import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { scratch } from '../host/scratch'
import { type Measured, milliseconds } from './measured'
import { observed } from './observed'

const files = 1000

/** A folder of many small files, registered twice. */
export async function registering(): Promise<Measured[]> {
  const place = await scratch()
  try {
    const model = join(place.folder, 'model')
    await mkdir(model)
    const past = Date.now() / 1000 - 3600
    for (let i = 0; i < files; i++) {
      const path = join(model, `part-${i}.bin`)
      await writeFile(path, `${i} `.repeat(1000))
      // A file that changed just now would be read again.
      await utimes(path, past, past)
    }
    await place.pedigree(['init'])
    const register = () =>
      observed(['register', 'parts', 'model', '--json'], { cwd: place.folder, env: place.env, below: model })
    const first = await register()
    const again = await register()
    const { bytes } = JSON.parse(again.stdout) as { bytes: { uploaded: number } }
    return [
      { what: 'register 1,000 small files', measured: milliseconds(first.milliseconds) },
      {
        what: 'register them again',
        measured: `${milliseconds(again.milliseconds)}, ${again.opened} files read, ${bytes.uploaded} bytes uploaded`,
        budget: 'nothing read or uploaded',
        within: first.opened >= files && again.opened === 0 && bytes.uploaded === 0,
      },
    ]
  } finally {
    await place.remove()
  }
}
