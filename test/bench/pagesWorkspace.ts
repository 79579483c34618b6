import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '../../src/core/event'
import { logKey } from '../../src/store/keys'
import { aCommit, an, aRecord, bytesOf, hex, uuid } from '../samples'

/** What each model of the registry is there for. */
export const wide = { versions: 20, metrics: 500 }
export const family = { versions: 800, datasets: 80, codes: 120 }
export const busy = { versions: 500, moves: 5000 }

/** A folder registry with a model `wide` to compare, `family` to trace and `busy` to follow over the years. */
export function pagesWorkspace(folder: string): void {
  const registry = join(folder, '.pedigree', 'registry')
  for (const name of ['log', 'staging']) mkdirSync(join(registry, name), { recursive: true })
  writeFileSync(join(folder, 'pedigree.yaml'), '# a registry whose pages are measured\n')
  const groups = [
    [an('registry.created', { registry: uuid(folder) })],
    ...['wide', 'family', 'busy'].map((model) => [an('model.created', { model })]),
    ...wideVersions().map((event) => [event]),
    ...inGroups(familyVersions(), 100),
    ...inGroups(busyVersions(), 100),
    ...moves().map((event) => [event]),
  ]
  const start = Date.UTC(2024, 0, 1)
  // Two and a half hours from one to the next: moves go over a year and a half.
  const commits = groups.map((events, seq) =>
    aCommit(seq, events, { at: new Date(start + seq * 9_000_000).toISOString() }),
  )
  for (const [seq, bytes] of bytesOf(commits).entries()) writeFileSync(join(registry, logKey(seq)), bytes)
}

const idOf = (model: string, number: number) => hex(`${model} ${number}`)
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1)
/** The same numbers each time, spread like chance. */
const spread = (n: number, below: number) => Number.parseInt(hex(`spread ${n}`).slice(0, 8), 16) % below

function wideVersions(): Event[] {
  return numbers(wide.versions).map((number) => {
    const metrics = numbers(wide.metrics).map((n) => ({
      name: `metric_${Math.ceil(n / 10)}`,
      ...(n % 10 ? { slice: `region=${n % 10}` } : {}),
      value: spread(number * 1000 + n, 1e6) / 1e6,
    }))
    return registration('wide', number, { metrics })
  })
}

function familyVersions(): Event[] {
  return numbers(family.versions).map((number) => {
    const dataset = spread(number, family.datasets)
    const parent = Math.max(1, number - 1 - spread(number + 1e6, 12))
    return registration('family', number, {
      metrics: [{ name: 'f1', value: 0.5 + number / 2000 }],
      data: [{ name: `curation-${dataset}`, digest: `sha256:${hex(`data ${dataset}`)}` }],
      code: { commit: hex(`code ${spread(number + 2e6, family.codes)}`).slice(0, 40), dirty: false },
      parents:
        number === 1 ? [] : [{ version: idOf('family', parent), model: 'family', relation: 'retrained-from' as const }],
    })
  })
}

const busyVersions = () => numbers(busy.versions).map((number) => registration('busy', number, {}))

const registration = (model: string, number: number, record: Parameters<typeof aRecord>[0]): Event =>
  an('version.registered', {
    ...{ model, number, version: idOf(model, number) },
    record: aRecord({ uuid: uuid(`${model} ${number}`), model, ...record }),
  })

/** Versions come and go in three stages. */
function moves(): Event[] {
  const stages = ['staging', 'shadow', 'production']
  const stageOf = new Map<number, string>()
  let holder: number | undefined
  return numbers(busy.moves).map((n) => {
    const number = 1 + spread(n, busy.versions)
    const to = stages[n % 3]!
    const displaced = to === 'production' && holder !== undefined && holder !== number ? holder : undefined
    const from = stageOf.get(number) ?? 'none'
    stageOf.set(number, to)
    if (displaced !== undefined) stageOf.set(displaced, 'archived')
    if (to === 'production') holder = number
    else if (holder === number) holder = undefined
    return an('stage.entered', {
      ...{ model: 'busy', version: idOf('busy', number), to, from, kind: 'promote' },
      displaced: displaced === undefined ? null : idOf('busy', displaced),
    })
  })
}

const inGroups = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
