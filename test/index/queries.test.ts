import assert from 'node:assert/strict'
import { parseFilter } from '../../src/core/filter'
import { defaultPolicy } from '../../src/core/policy/policy'
import * as drift from '../../src/index/drift'
import * as asOf from '../../src/index/asOf'
import { after } from '../../src/index/before'
import * as cards from '../../src/index/cards'
import * as find from '../../src/index/find'
import * as gates from '../../src/index/gates'
import * as history from '../../src/index/history'
import * as lineage from '../../src/index/lineage'
import * as models from '../../src/index/models'
import * as policies from '../../src/index/policies'
import * as ruleHistory from '../../src/index/ruleHistory'
import * as policyFacts from '../../src/index/policyFacts'
import * as runs from '../../src/index/runs'
import * as search from '../../src/index/search'
import * as serving from '../../src/index/serving'
import * as standing from '../../src/index/standing'
import * as summary from '../../src/index/summary'
import * as timeline from '../../src/index/timeline'
import * as versions from '../../src/index/versions'
import { matchesGolden } from '../golden'
import { hex, uuid } from '../samples'
import { sampleIndex } from './sampleRegistry'

// Every exported query on the sample registry: a misspelt column fails here.

const { db } = sampleIndex()
const answers: Record<string, unknown> = {
  modelExists: [find.modelExists(db, 'churn'), find.modelExists(db, 'Churn')],
  byNumber: [find.byNumber(db, 'churn', 2), find.byNumber(db, 'fraud', 2)],
  byAlias: [find.byAlias(db, 'churn', 'champion'), find.byAlias(db, 'churn', 'rollback')],
  byStage: [find.byStage(db, 'churn', 'production'), find.byStage(db, 'churn', 'shadow')],
  latest: [find.latest(db, 'churn'), find.latest(db, 'fraud')],
  byLabel: find.byLabel(db, 'churn', 'v1.4-rc1'),
  byIdPrefix: [find.byIdPrefix(db, 'churn', hex(1).slice(0, 6)), find.byIdPrefix(db, 'fraud', hex(1).slice(0, 6))],
  nextNumber: [find.nextNumber(db, 'churn'), find.nextNumber(db, 'fraud')],
  modelNames: find.modelNames(db),
  selectorsOf: find.selectorsOf(db, 'churn'),
  eventRows: history.eventRows(db, 'e.model = :model and e.seq > 5', { model: 'churn' }, { limit: 5, offset: 1 }),
  newestEvents: history.newestEvents(db, 6),
  newestAbout: history.newestAbout(db, hex(2), { limit: 4, seq: 9 }),
  recordOf: [history.recordOf(db, hex(3)), history.recordOf(db, hex(9))],
  historyOf: history.historyOf(db, hex(1)),
  headAt: ['2025-12-31T23:59:59.999Z', '2026-01-01T00:00:05.500Z', '2027'].map((at) => history.headAt(db, at)),
  lastCommit: [history.lastCommit(db), history.lastCommit(db, 7), history.lastCommit(db, 0)],
  stagesAt: [3, 6, 9].map((seq) => history.stagesAt(db, seq, 'churn')),
  aliasesAt: [3, 6, 9].map((seq) => history.aliasesAt(db, seq, 'churn')),
  modelRows: models.modelRows(db, 'm.versions > 0'),
  modelRowsAt: [3, 6].map((seq) => models.modelRowsAt(db, seq)),
  modelRow: [models.modelRow(db, 'fraud'), models.modelRow(db, 'nothing')],
  versionCondition: search.versionCondition(parseFilter("metrics.f1 > 0.9 or alias != 'champion'")),
  commonIn: search.commonIn(db)('from metric m where m.name = :name', { name: 'f1' }),
  runById: [runs.runById(db, 'run-1'), runs.runById(db, 'run-9')],
  runIds: runs.runIds(db),
  metricNames: policyFacts.metricNames(db),
  isMetric: [policyFacts.isMetric(db, 'f1'), policyFacts.isMetric(db, 'F1')],
  hasMetric: [policyFacts.hasMetric(db, 'churn', 'latency_p99_ms'), policyFacts.hasMetric(db, 'fraud', 'f1')],
  slicesOf: [policyFacts.slicesOf(db, 'churn', 'f1'), policyFacts.slicesOf(db, 'churn', 'auc')],
  occupiedStages: policyFacts.occupiedStages(db, ['none', 'archived']),
  aliasesCalled: policyFacts.aliasesCalled(db, ['champion', 'rollback']),
  lastApplied: policies.lastApplied(db),
  standingOf: standing.standingOf(db, 'churn', ['none', 'staging', 'production', 'archived']),
  aliasesOf: standing.aliasesOf(db, 'churn'),
  holdersOf: [standing.holdersOf(db, 'churn', 'production'), standing.holdersOf(db, 'churn', 'staging')],
  enteredBy: [standing.enteredBy(db, hex(1)), standing.enteredBy(db, hex(9))],
  rolloutsOf: [serving.rolloutsOf(db, 'churn'), serving.rolloutsOf(db, 'churn', 3)],
  rolloutsAt: [serving.rolloutsAt(db, 30), serving.rolloutsAt(db, 3, 'churn')],
  servedModels: serving.servedModels(db),
  deploymentsOf: serving.deploymentsOf(db, 'churn'),
  driftOf: [drift.driftOf(db, 'churn', defaultPolicy), drift.driftOf(db, 'churn', defaultPolicy, 3)],
  numberOf: find.numberOf(db, hex(2)),
  deployedModels: drift.deployedModels(db),
  policiesIn: [policies.policiesIn(db), policies.policiesIn(db, { seq: 3, n: 0 })],
  overridesOf: [gates.overridesOf(db, [hex(1), hex(3)]), gates.overridesOf(db, [hex(3)], 4)],
  lastGateOf: [gates.lastGateOf(db, hex(3)), gates.lastGateOf(db, hex(1))],
  gatesOf: [
    gates.gatesOf(db, hex(3), { before: after(8) }),
    gates.gatesOf(db, hex(3), { stage: 'staging', limit: 5 }),
    gates.gatesOf(db, hex(1)),
  ],
  versionsUpTo: ruleHistory.versionsUpTo(db, { model: 'churn', number: 3, stage: 'production', limit: 2 }),
  valuesOf: ruleHistory.valuesOf(db, { model: 'churn', numbers: [1, 2, 3], metrics: ['f1', 'auc'], limit: 4 }),
  digestsCalled: [ruleHistory.digestsCalled(db, 'customers'), ruleHistory.digestsCalled(db, 'nothing')],
  checksOf: ruleHistory.checksOf(db, { model: 'churn', numbers: [1, 2, 3], each: 1 }),
  lastEntries: gates.lastEntries(db, 5),
  cardBefore: [cards.cardBefore(db, 'churn', 3), cards.cardBefore(db, 'churn', 1)],
  stageChanges: timeline.stageChanges(db, 'churn'),
  aliasChanges: timeline.aliasChanges(db, 'churn'),
  rolloutChanges: timeline.rolloutChanges(db, 'churn'),
  deploymentChanges: timeline.deploymentChanges(db, 'churn'),
  notedEvents: timeline.notedEvents(db, 'churn'),
  commitTimes: timeline.commitTimes(db),
  registrations: timeline.registrations(db, 'churn'),
  appliedPolicies: timeline.appliedPolicies(db),
  firstDamaged: summary.firstDamaged(db),
  summaryOf: summary.summaryOf(db),
  missingFeatures: summary.missingFeatures(db),
  registryId: summary.registryId(db),
  hashOfCommit: [summary.hashOfCommit(db, 7), summary.hashOfCommit(db, 99)],
  seqOfCommit: [summary.seqOfCommit(db, uuid('commit 7')), summary.seqOfCommit(db, uuid('no commit'))],
  versionRows: versions.versionRows(db, 'v.stage <> :stage', { stage: 'archived' }, { limit: 1 }),
  versionsOf: versions.versionsOf(db, 'churn', { offset: 1 }),
  versionAsOf: [
    asOf.versionAsOf(db, hex(2)),
    asOf.versionAsOf(db, hex(2), after(6)),
    asOf.versionAsOf(db, hex(2), after(4)),
  ],
  versionByIdAt: [asOf.versionByIdAt(db, hex(2), 6), asOf.versionByIdAt(db, hex(2), 4)],
  versionRowsAt: asOf.versionRowsAt(db, 6, 'v.model = :model', { model: 'churn' }, { offset: 1 }),
  wholeVersionAt: [3, 6].map((seq) => asOf.wholeVersionAt(db, hex(2), seq)),
  versionById: [versions.versionById(db, hex(2)), versions.versionById(db, hex(9))],
  parentsOf: lineage.parentsOf(db, [hex(2), hex(9)]),
  childrenOf: [...lineage.childrenOf(db, [hex(1), hex(2)], 99, 5)],
  madeOf: lineage.madeOf(db, [hex(1), hex(3)]),
  usersOf: [
    lineage.usersOf(db, 'dataset', 'md5:1', 99, 5),
    lineage.usersOf(db, 'run', 'run-1', 99, 5),
    lineage.usersOf(db, 'code', 'none', 99, 5),
    lineage.usersOf(db, 'dataset', 'md5:1', 3, 5),
  ],
  useCount: [lineage.useCount(db, 'dataset', 'md5:1', 99), lineage.useCount(db, 'code', 'none', 99)],
  inStage: [lineage.inStage(db, 'churn', 'production', 5), lineage.inStage(db, 'churn', 'production', 5, 6)],
  runsCalled: lineage.runsCalled(db, ['run-1', 'run-9'], 99),
  entryInto: [lineage.entryInto(db, hex(1), 'production', 99), lineage.entryInto(db, hex(3), 'production', 99)],
  versionCount: [versions.versionCount(db, 'churn'), versions.versionCount(db, 'nothing')],
}

describe('queries', () => {
  it('I6 answer as they did before', () => {
    const told = Object.entries(answers).map(([name, answer]) => [name, ...[answer].flat(2).map(lineOf)].join('\n  '))
    matchesGolden('queries.txt', `${told.join('\n\n')}\n`)
  })
  it('I6 are all asked here', () => {
    const exported = Object.keys({
      ...find,
      ...cards,
      ...gates,
      ...history,
      ...lineage,
      ...models,
      ...policyFacts,
      ...ruleHistory,
      ...runs,
      ...search,
      ...standing,
      ...summary,
      ...versions,
      ...asOf,
      ...drift,
      ...policies,
      ...serving,
      ...timeline,
    })
    assert.deepEqual(exported.toSorted(), Object.keys(answers).toSorted())
  })
})

/** `#2` is the id of version 2. */
const lineOf = (row: unknown): string =>
  [1, 2, 3].reduce(
    (text, number) => text.replaceAll(hex(number), `#${number}`),
    row === undefined ? 'nothing' : JSON.stringify(row),
  )
