import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '../../src/core/event'
import { logKey } from '../../src/store/keys'
import { aCommit, an, aRecord, bytesOf, hex, uuid } from '../samples'

export interface Large {
  models: number
  /** Of each model. */
  versions: number
}

/** A folder registry with many versions of many models, `model-00000` and so on, written straight into its log. */
export function largeRegistry(folder: string, { models, versions }: Large): void {
  const registry = join(folder, '.pedigree', 'registry')
  for (const name of ['log', 'staging']) mkdirSync(join(registry, name), { recursive: true })
  writeFileSync(join(folder, 'pedigree.yaml'), '# many models\n')
  const commits = [aCommit(0, [an('registry.created', { registry: uuid(folder) })])]
  for (let first = 0; first < models * versions; first += perCommit) {
    const numbers = Array.from({ length: Math.min(perCommit, models * versions - first) }, (_, i) => first + i)
    commits.push(
      aCommit(
        commits.length,
        numbers.flatMap((n) => registration(n, versions)),
      ),
    )
  }
  for (const [seq, bytes] of bytesOf(commits).entries()) writeFileSync(join(registry, logKey(seq)), bytes)
}

const perCommit = 1000

function registration(n: number, versions: number): Event[] {
  const model = `model-${String(Math.floor(n / versions)).padStart(5, '0')}`
  const number = (n % versions) + 1
  const id = hex(`version ${n}`)
  const record = aRecord({ uuid: uuid(n), model, metrics: [{ name: 'f1', value: 0.5 + number / 1e6 }] })
  return [
    ...(number === 1 ? [an('model.created', { model })] : []),
    an('version.registered', { model, version: id, number, record }),
    ...(number === versions
      ? [an('stage.entered', { model, version: id, to: 'production', from: 'none', displaced: null, kind: 'promote' })]
      : []),
  ]
}
