import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import * as fc from 'fast-check'
import type { Commit, LogEntry } from '../../src/core/commit'
import { allStages, defaultPolicy, policyFor } from '../../src/core/policy/policy'
import { kindOf, moveEvents } from '../../src/core/stages'
import type { Bar } from '../../src/core/timeline/bars'
import { stateAtMoment } from '../../src/core/timeline/stateAtMoment'
import { after as afterCommit } from '../../src/index/before'
import { driftOf } from '../../src/index/drift'
import { aliasesAt, headAt, stagesAt } from '../../src/index/history'
import { modelRows } from '../../src/index/models'
import { openIndex } from '../../src/index/openIndex'
import { policiesIn } from '../../src/index/policies'
import { deploymentsOf, rolloutsAt } from '../../src/index/serving'
import { standingOf } from '../../src/index/standing'
import { versionById } from '../../src/index/versions'
import type { Context } from '../../src/operations/context'
import { stateAt } from '../../src/operations/stateAt'
import { timelineIn, traceTimeline } from '../../src/operations/traceTimeline'
import type { Db } from '../../src/sqlite/db'
import { anyLog } from '../index/anyLog'
import { rejects } from '../refuses'
import { aCommit, an, bytesOf, entered, entriesOf, hex, indexWith, registered, start } from '../samples'
import { noon, writeNovember } from './november'
import { Registries } from './registries'

const second = (seconds: number) => new Date(start + seconds * 1000).toISOString()
const of = (number: number) => ({ version: hex(number) })
const seconds = (at: string | null) => (at === null ? null : (Date.parse(at) - start) / 1000)
/** `production 2: 3–7`. */
const said = (bars: readonly Bar[], ...lanes: Bar['lane'][]) =>
  bars
    .filter(({ lane }) => lanes.includes(lane))
    .map(({ name, version, from, to, percent }) =>
      [`${name} ${version}:`, `${seconds(from)}–${seconds(to) ?? ''}`, percent && `${percent}%`]
        .filter(Boolean)
        .join(' '),
    )
const three = [an('model.created'), registered(1), registered(2), registered(3)]

describe('the timeline', () => {
  const registries = new Registries()
  let november: Context
  before(async () => {
    const cwd = registries.path('november')
    mkdirSync(cwd)
    writeNovember(cwd)
    november = await registries.use({ cwd })
  })
  after(() => registries.close())

  it('TI1 says of every noon what was so', async () => {
    const { bars } = await traceTimeline(november, { model: 'churn' })
    for (let day = 2; day <= 25; day++) {
      const [then] = await stateAt(november, noon(day), 'churn')
      const { stages, aliases, rollouts } = stateAtMoment(bars, Date.parse(noon(day)))
      const { stages: s, aliases: a, rollouts: r } = then!
      assert.deepEqual({ stages, aliases, rollouts }, { stages: s, aliases: a, rollouts: r }, noon(day))
    }
  })
  it('TI6 marks what happened, and what has no effect', async () => {
    const { marks, stages, exclusive, begin } = await traceTimeline(november, { model: 'churn' })
    assert.deepEqual(
      marks.map(({ kind, at, by, version = '' }) => `${at.slice(8, 10)} ${kind} ${version} ${by}`),
      [
        ...['03 registered 1 Ada', '04 policy  Grace', '06 approval 1 Grace', '09 registered 2 Ada'],
        ...['10 refused 2 Ada', '13 override 2 Ada', '16 override 2 Ada', '19 policy  Grace', '20 untrusted 1 CI'],
      ],
    )
    assert.match(marks.at(-1)!.distrust!, /takes a signature/)
    assert.deepEqual([stages, exclusive], [['staging', 'shadow', 'production'], ['production']])
    assert.equal(begin, noon(2))
  })
  it('TI2 tells who did it, why, and what came before', async () => {
    const { bars } = await traceTimeline(november, { model: 'churn' })
    const production = bars.filter(({ lane, name }) => lane === 'stage' && name === 'production')
    assert.deepEqual(
      production.map(({ version, from, to, by, reason, override = false, before }) => ({
        ...{ version, from, to, by, reason, override, before },
      })),
      [
        {
          ...{ version: 1, from: noon(7), to: noon(16), by: 'Ada', reason: 'the first' },
          ...{ override: false, before: null },
        },
        {
          ...{ version: 2, from: noon(16), to: null, by: 'Ada', reason: 'the sale begins' },
          ...{ override: true, before: 1 },
        },
      ],
    )
    assert.deepEqual(production[0]!.ended?.version, 2)
  })
  it('TI1 of a model that there is not is refused', () =>
    rejects(traceTimeline(november, { model: 'chrun' }), 'no-such-model'))

  it('TI1 says of every commit of any log what the registry was', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const index = openIndex(':memory:')
        index.apply(entries(log))
        for (const { model } of modelRows(index.db)) {
          const { bars } = timelineIn(index.db, model, start)
          for (const seq of log.keys())
            assert.deepEqual(stateAtMoment(bars, start + seq * 1000), stateIn(index.db, model, seq), `at ${seq}`)
        }
        index.close()
      }),
      { numRuns: 60 },
    )
  }).timeout(120_000)

  const bars = (...events: Parameters<typeof indexWith>) => timelineIn(indexWith(...events).db, 'churn', start).bars
  it('TI2 a stay goes on when its stage is entered again', () => {
    const told = bars(three, entered(1, 'staging'), entered(1, 'staging', { from: 'staging' }), entered(1, 'shadow'))
    assert.deepEqual(said(told, 'stage'), ['staging 1: 1–3', 'shadow 1: 3–'])
  })
  it('TI4 a rollout has a bar for each share, and ends with the move that ends it', () => {
    const told = bars(
      [...three, entered(1, 'production')],
      an('rollout.set', { ...of(2), percent: 5 }),
      an('rollout.set', { ...of(2), percent: 50 }),
      entered(3, 'production', { displaced: hex(1) }),
      an('rollout.set', { ...of(2), percent: 10 }),
      an('rollout.set', { ...of(2), percent: 0, code: 'latency', reason: 'slow' }),
    )
    assert.deepEqual(said(told, 'rollout'), ['production 2: 1–2 5%', 'production 2: 2–3 50%', 'production 2: 4–5 10%'])
    assert.deepEqual(told.filter(({ lane }) => lane === 'rollout').at(-1)!.ended?.reason, 'slow')
  })
  it('TI5 drift is told from its beginning to its end', () => {
    const told = bars(
      [...three, entered(1, 'production')],
      an('deployment.reported', of(1)),
      entered(2, 'production', { displaced: hex(1) }),
      an('deployment.reported', of(3)),
      an('rollout.set', { ...of(3), percent: 5 }),
      an('rollout.set', { ...of(3), percent: 0 }),
      an('deployment.reported', of(2)),
    )
    assert.deepEqual(said(told, 'drift'), ['prod-eu 1: 2–3', 'prod-eu 3: 3–4', 'prod-eu 3: 5–6'])
    assert.deepEqual(said(told, 'environment'), ['prod-eu 1: 1–3', 'prod-eu 3: 3–6', 'prod-eu 2: 6–'])
  })
  const policy = (stages: string[]) =>
    an('policy.applied', { policy: { models: { 'ch*': { stages } }, keys: {} }, reason: stages.join() })
  it('TI8 a stage that is gone keeps its bars', () => {
    const { bars, stages } = timelineIn(
      indexWith(three, policy(['a', 'b']), entered(1, 'a'), policy(['b'])).db,
      'churn',
      0,
    )
    assert.deepEqual([said(bars, 'stage'), stages], [['a 1: 2–'], ['b']])
  })
  it('TI9 only policies that change something for the model are marked', () => {
    const other = an('policy.applied', { policy: { models: { 'ch*': { stages: ['b'] }, fraud: {} }, keys: {} } })
    const { marks } = timelineIn(indexWith(three, policy(['a', 'b']), policy(['b']), other).db, 'churn', 0)
    assert.deepEqual(
      marks.flatMap(({ kind, reason }) => (kind === 'policy' ? [reason] : [])),
      ['a,b', 'b'],
    )
  })
  it('TI3 versions that are moved as clients move them never share an exclusive stage', () => {
    const stages = allStages(defaultPolicy)
    const move = fc.record({ version: fc.constantFrom(1, 2, 3).map(hex), to: fc.constantFrom(...stages) })
    fc.assert(
      fc.property(fc.array(move, { maxLength: 25 }), (moves) => {
        const index = indexWith(three)
        const commits = [aCommit(0, three)]
        for (const { version, to } of moves) {
          const from = versionById(index.db, version)!.stage
          if (from === to) continue
          const kind = kindOf(defaultPolicy, from, to)
          const standing = standingOf(index.db, 'churn', stages)
          const events = moveEvents(defaultPolicy, standing, { model: 'churn', version, from, to, kind })
          commits.push(aCommit(commits.length, events))
          index.apply(entriesOf(bytesOf(commits)))
        }
        const held = timelineIn(index.db, 'churn', 0).bars.filter(({ name }) => name === 'production')
        for (const [i, { from }] of held.entries()) if (i > 0) assert.ok(held[i - 1]!.to! <= from)
        index.close()
      }),
      { numRuns: 50 },
    )
  }).timeout(60_000)
  it('TI7 commits of other models decide as well when a clock jumped', () => {
    const times = [0, 10, 500, 20, 30]
    const events = [
      [...three, an('model.created', { model: 'other' })],
      [entered(1, 'staging')],
      [entered(1, 'production')],
      [an('model.described', { model: 'other', description: 'a' })],
      [an('model.described', { model: 'other', description: 'b' })],
    ]
    const index = openIndex(':memory:')
    index.apply(entriesOf(bytesOf(events.map((some, seq) => aCommit(seq, some, { at: second(times[seq]!) })))))
    const { bars, marks } = timelineIn(index.db, 'churn', start)
    assert.deepEqual(said(bars, 'stage'), ['staging 1: 10–20', 'production 1: 20–'])
    assert.deepEqual(
      marks.flatMap(({ kind, at, seq }) => (kind === 'clock' ? [[seq, seconds(at)]] : [])),
      [[2, 20]],
    )
    for (const instant of [10, 15, 20, 25, 30, 60]) {
      const { seq } = headAt(index.db, second(instant))!
      assert.deepEqual(stateAtMoment(bars, start + instant * 1000), stateIn(index.db, 'churn', seq), `at ${instant}`)
    }
    index.close()
  })
  it('TI7 a clock that jumped moves nothing else, and is marked', () => {
    const times = [0, 10, 500, 20, 30, 5, 40]
    const events = [
      three,
      [entered(1, 'staging')],
      [entered(1, 'production')],
      [entered(2, 'production', { displaced: hex(1) })],
      [an('alias.moved', of(2))],
      [an('alias.moved', of(1))],
      [an('alias.removed')],
    ]
    const commits = events.map((some, seq) => aCommit(seq, some, { at: second(times[seq]!) }))
    const index = openIndex(':memory:')
    index.apply(entriesOf(bytesOf(commits)))
    const { bars, marks } = timelineIn(index.db, 'churn', start)
    assert.deepEqual(said(bars, 'stage', 'alias'), [
      ...['staging 1: 10–20', 'production 1: 20–20', 'archived 1: 20–', 'production 2: 20–'],
      ...['champion 2: 30–30', 'champion 1: 30–40'],
    ])
    assert.deepEqual(
      marks.flatMap(({ kind, at, note }) => (kind === 'clock' ? [[seconds(at), seconds(note!)]] : [])),
      [
        [20, 500],
        [30, 5],
      ],
    )
    for (const instant of [0, 10, 15, 20, 25, 30, 35, 40, 60]) {
      const head = headAt(index.db, second(instant))!
      assert.deepEqual(
        stateAtMoment(bars, start + instant * 1000),
        stateIn(index.db, 'churn', head.seq),
        `at ${instant}`,
      )
    }
    index.close()
  })
  it('TI1 a model with one version and no stage has a registration and nothing else', () => {
    const { bars, marks } = timelineIn(indexWith([an('model.created'), registered(1)]).db, 'churn', start)
    assert.deepEqual([bars, marks.map(({ kind }) => kind)], [[], ['registered']])
  })
})

/** As the index has it after a commit. */
function stateIn(db: Db, model: string, seq: number): ReturnType<typeof stateAtMoment> {
  const stages = new Map<string, number[]>()
  for (const { stage, number } of stagesAt(db, seq, model)) stages.set(stage, [...(stages.get(stage) ?? []), number])
  const policy = policyFor(policiesIn(db, afterCommit(seq)), model)
  const drifts = new Map(driftOf(db, model, policy, seq).map(({ environment, expected }) => [environment, expected]))
  return {
    stages: Object.fromEntries(stages),
    aliases: Object.fromEntries(aliasesAt(db, seq, model).map(({ name, number }) => [name, number])),
    rollouts: Object.fromEntries(
      rolloutsAt(db, seq, model).map(({ stage, version, percent }) => [stage, { version, percent }]),
    ),
    deployments: Object.fromEntries(
      deploymentsOf(db, model, seq).map(({ environment, version }) => [
        environment,
        { version, ...(drifts.has(environment) ? { expected: drifts.get(environment)! } : {}) },
      ]),
    ),
  }
}

const isCommit = (commit: Commit | undefined): commit is Commit => commit !== undefined

/** These logs have the key itself where its signature would be; what is no commit has some other bytes. */
function entries(log: readonly (Commit | undefined)[]): LogEntry[] {
  const filler = log.find(isCommit)!
  const bodies = bytesOf(log.map((commit) => commit ?? filler))
  return entriesOf(bodies.map((bytes, seq) => (log[seq] ? bytes : new TextEncoder().encode(`damaged ${seq}`)))).map(
    (entry) => ({ ...entry, signer: entry.commit?.sshsig }),
  )
}
