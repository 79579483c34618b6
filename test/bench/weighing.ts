import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packVsix, vsixLimit } from '../package/vsix'
import type { Measured } from './measured'

/** How large the package is. */
export async function weighing(): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pedigree-bench-'))
  try {
    const { size } = await stat(await packVsix(folder))
    return [
      {
        what: 'VSIX',
        measured: `${(size / 1e6).toFixed(1)} MB`,
        budget: `≤ ${vsixLimit / 1e6} MB`,
        within: size <= vsixLimit,
      },
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}
