import { join } from 'node:path'
import type { Event } from '../../src/core/event'
import type { Metric } from '../../src/core/metric'
import type { Rule } from '../../src/core/policy/policyDocument'
import { openIndex } from '../../src/index/openIndex'
import { canonicalBytes } from '../../src/log/canonical'
import { gateReport } from '../../src/operations/gateReport'
import { aCommit } from '../samples'
import { benchWorkspace, bigSize } from './bigWorkspace'
import { atMost, type Measured, percentile, timed, worked } from './measured'
import { modelNameOf, versionIdOf } from './sampleLog'

const slices = Array.from({ length: 500 }, (_, i) => `place=r${i}`)
const names = ['f1', 'recall', 'precision', 'auc', 'accuracy', 'brier']
const turns = 40

/** A gate of 30 rules, each against the holder over 500 slices, in a registry of 100,000 versions. */
export async function gating(): Promise<Measured[]> {
  const { folder } = await benchWorkspace(bigSize)
  const index = openIndex(join(folder, '.pedigree', 'index.db'))
  try {
    // In a transaction that is taken back, so that the index stays as it was.
    index.db.exec('begin immediate')
    const model = modelNameOf(0)
    const [holder, candidate] = [versionIdOf(model, 1), versionIdOf(model, 2)]
    const { seq } = index.head()!
    index.apply([
      { seq: seq + 1, hash: '', commit: aCommit(seq + 1, eventsOf(model, holder, candidate)), problem: undefined },
    ])
    const asked = { model, id: candidate, stage: 'production', at: new Date().toISOString() }
    const report = gateReport(index.db, asked, () => undefined)!
    const parts = report.rules.flatMap(({ parts = [] }) => parts).length
    if (!report.passed || parts !== 30 * slices.length) throw new Error(`the gate looked at ${parts} measurements`)
    const times: number[] = []
    const work: number[] = []
    for (let turn = 0; turn < turns; turn++)
      work.push(await worked(async () => times.push(await timed(() => gateReport(index.db, asked, () => undefined)))))
    const stored = await timed(() => canonicalBytes(report))
    const cpu = ` (p50 ${percentile(times, 50).toFixed(0)} ms, CPU ${percentile(work, 50).toFixed(0)} ms)`
    return [
      atMost('gate of 30 rules over 500 slices, p95', percentile(times, 95), 50, cpu),
      { what: 'its report in canonical form', measured: `${stored.toFixed(0)} ms` },
    ]
  } finally {
    index.db.exec('rollback')
    index.close()
  }
}

function eventsOf(model: string, holder: string, candidate: string): Event[] {
  const rules = Array.from({ length: 30 }, (_, i): Rule => {
    return { metric: names[i % names.length]!, slices: 'place=*', against: 'production', tolerance: 0.01 + i / 1000 }
  })
  const metrics = (value: number): Metric[] =>
    names.flatMap((name) => slices.map((slice, i) => ({ name, slice, value: value + (i % 7) / 1000 })))
  return [
    { type: 'policy.applied', policy: { models: { [model]: { gates: { production: rules } } }, keys: {} } },
    { type: 'stage.entered', model, version: holder, to: 'production', from: 'none', displaced: null, kind: 'promote' },
    { type: 'evaluation.recorded', model, version: holder, metrics: metrics(0.9) },
    { type: 'evaluation.recorded', model, version: candidate, metrics: metrics(0.91) },
  ]
}
