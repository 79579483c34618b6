import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import type { Commit, LogEntry } from '../../src/core/commit'
import { fold } from '../../src/core/model'
import { versionRowsAt } from '../../src/index/asOf'
import { after } from '../../src/index/before'
import * as find from '../../src/index/find'
import { modelRows, modelRowsAt } from '../../src/index/models'
import { openIndex } from '../../src/index/openIndex'
import { versionRows, versionsOf } from '../../src/index/versions'
import { bytesOf, entriesOf } from '../samples'
import { anyLog } from './anyLog'
import { dumpOf, keptEvents, modelsOfFold, modelsOfIndex, stateOfFold, stateOfIndex } from './stateOf'

const isCommit = (commit: Commit | undefined): commit is Commit => commit !== undefined

/** These logs have the key itself where its signature would be. */
const signerOf = (commit: Commit | undefined) => commit?.sshsig
const folded = (log: readonly (Commit | undefined)[]) => fold(log.filter(isCommit), undefined, signerOf)

/** Entries as they are found in a store; what is no commit has some other bytes. */
function entries(log: readonly (Commit | undefined)[]): LogEntry[] {
  const filler = log.find(isCommit)!
  const bodies = bytesOf(log.map((commit) => commit ?? filler))
  return entriesOf(bodies.map((bytes, seq) => (log[seq] ? bytes : new TextEncoder().encode(`damaged ${seq}`)))).map(
    (entry) => ({ ...entry, signer: signerOf(entry.commit) }),
  )
}

/** Where a log is cut, and how many entries before each cut are handed over once more. */
const cuts = fc.array(fc.record({ at: fc.nat(30), again: fc.nat(5) }), { maxLength: 6 })

describe('the index', () => {
  it('I1 holds what the fold says, however the log is cut and replayed', () => {
    fc.assert(
      fc.property(anyLog, cuts, (log, places) => {
        const all = entries(log)
        const index = openIndex(':memory:')
        for (const { at, again } of places.toSorted((a, b) => a.at - b.at))
          index.apply(all.slice(Math.max(0, Math.min(at - again, (index.head()?.seq ?? -1) + 1)), at))
        index.apply(all)
        assert.deepEqual(stateOfIndex(index.db), stateOfFold(folded(log)))
        index.close()
      }),
      { numRuns: 200 },
    )
  }).timeout(60_000)

  it('I2 knows models, versions and policies as of every commit', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const index = openIndex(':memory:')
        index.apply(entries(log))
        for (const seq of log.keys()) {
          const then = modelsOfFold(folded(log.slice(0, seq + 1)))
          assert.deepEqual(modelsOfIndex(index.db, seq), then, `after commit ${seq}`)
        }
        index.close()
      }),
      { numRuns: 100 },
    )
  }).timeout(120_000)

  it('I2 tells of the last commit what it tells of now', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const index = openIndex(':memory:')
        index.apply(entries(log))
        const { db } = index
        const { seq } = index.head()!
        assert.deepEqual(modelRowsAt(db, seq), modelRows(db))
        assert.deepEqual(versionRowsAt(db, seq, 'true'), versionRows(db, 'true'))
        for (const { model } of modelRows(db)) {
          for (const stage of ['none', 'staging', 'production', 'archived', 'constructor'])
            assert.equal(find.byStage(db, model, stage, after(seq)), find.byStage(db, model, stage), stage)
          for (const word of ['a', 'b', 'champion']) {
            assert.equal(find.byAlias(db, model, word, after(seq)), find.byAlias(db, model, word), word)
            assert.equal(find.byLabel(db, model, word, after(seq)), find.byLabel(db, model, word), word)
          }
          assert.equal(find.latest(db, model, after(seq)), find.latest(db, model))
        }
        index.close()
      }),
      { numRuns: 200 },
    )
  }).timeout(60_000)

  it('I3 is the same again when it is made anew', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const all = entries(log)
        const index = openIndex(':memory:')
        for (const entry of all) index.apply([entry])
        const before = dumpOf(index.db)
        index.clear()
        assert.equal(index.head(), undefined)
        index.apply(all)
        assert.deepEqual(dumpOf(index.db), before)
        index.close()
      }),
      { numRuns: 60 },
    )
  }).timeout(60_000)

  it('I4 keeps every event as it was written, also those it cannot read', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const index = openIndex(':memory:')
        index.apply(entries(log))
        const seen = new Set<string>()
        const written = log
          .filter(isCommit)
          .flatMap(({ id, seq, events }) =>
            seen.has(id) ? [] : (seen.add(id), events.map((body, n) => ({ seq, n, body }))),
          )
        assert.deepEqual(keptEvents(index.db), written)
        index.close()
      }),
      { numRuns: 30 },
    )
  }).timeout(60_000)

  it('I5 counts the versions of each model, and lists them', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const index = openIndex(':memory:')
        index.apply(entries(log))
        const models = folded(log).models
        for (const { model, versions, latest, stages } of modelRows(index.db)) {
          const known = Object.values(models[model]!.versions)
          assert.equal(versions, known.length)
          assert.equal(latest, known.length ? Math.max(...known.map(({ number }) => number)) : null)
          assert.deepEqual(
            versionsOf(index.db, model)
              .map(({ id }) => id)
              .toSorted(),
            known.map(({ id }) => id).toSorted(),
          )
          const inStage = (stage: string) =>
            known.filter((version) => version.stage === stage).map(({ number }) => number)
          for (const [stage, numbers] of Object.entries(stages))
            assert.deepEqual(
              numbers,
              inStage(stage).toSorted((a, b) => a - b),
            )
        }
        index.close()
      }),
      { numRuns: 30 },
    )
  }).timeout(60_000)
})
