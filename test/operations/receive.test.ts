import assert from 'node:assert/strict'
import type { Event } from '../../src/core/event'
import type { VersionRecord } from '../../src/core/record'
import { eventRows } from '../../src/index/history'
import type { Index } from '../../src/index/openIndex'
import { versionsOf } from '../../src/index/versions'
import { hashOf } from '../../src/log/canonical'
import { idleMoment } from '../../src/log/proposal'
import { type Group, labelProblem, receiving } from '../../src/operations/receive'
import { toldOf } from '../../src/operations/toldOf'
import { refuses } from '../refuses'
import {
  aCommit,
  an,
  aRecord,
  bytesOf,
  commitsOf,
  entered,
  entriesOf,
  hex,
  indexWith,
  registered,
  uuid,
} from '../samples'

/** A version with the id that its record has. */
function version(number: number, fields: Partial<VersionRecord> = {}) {
  const record = aRecord({ uuid: uuid(`v${number}`), ...fields })
  return an('version.registered', { version: hashOf(record), number, record })
}
const customers = { name: 'customers', digest: 'md5:1' }
const shadow = { name: 'shadow', digest: 'md5:2' }
const first = version(1, { data: [customers], run: 'run-1' })
const second = version(2, { parents: [{ version: hex('elsewhere'), model: 'fraud', relation: 'distilled-from' }] })
const of = (event: typeof first) => ({ version: event.version })

const source = [
  an('registry.created'),
  an('model.created', { description: 'Will they leave?' }),
  an('model.described', { tags: { team: 'growth' } }),
  an('dataset.recorded', { dataset: customers }),
  an('dataset.recorded', { dataset: { name: 'unrelated' } }),
  an('run.recorded', { run: 'run-1', params: { depth: 4 } }),
  an('run.recorded', { run: 'run-2' }),
  first,
  an('version.described', { ...of(first), label: 'rc1', description: 'the first', tags: { a: 'b', c: 'd' } }),
  an('version.described', { ...of(first), tags: { c: null } }),
  entered(1, 'production', of(first)),
  second,
  an('version.described', { ...of(second), label: 'rc2' }),
  an('dataset.recorded', { dataset: shadow }),
  an('evaluation.recorded', { ...of(first), metrics: [{ name: 'f1', value: 0.9, dataset: 'md5:2' }] }),
  an('evaluation.recorded', { ...of(first), metrics: [{ name: 'f1', value: 0.9, dataset: 'md5:2' }] }),
]

describe('a model that comes from another registry', () => {
  const told = toldOf(indexWith(...source).db, 'churn')

  /** What a registry with these events makes of it, and the registry afterwards. */
  function receivedBy(...events: Event[]): { decided: Event[]; index: Index; again: Event[] } {
    const index = indexWith(...events)
    const decide = (groups: Group[]) =>
      receiving.decide(index.db, { model: 'churn', groups }, idleMoment(0, { name: 'Ada', email: 'ada@example.com' }))
    const decided = decide(told.groups)
    const before = commitsOf(...events)
    if (decided.length)
      index.apply(entriesOf(bytesOf([...before, aCommit(before.length, decided)])).slice(before.length))
    return { decided, index, again: decide(told.groups) }
  }

  it('G7 has the same ids, records, words and measurements, under new numbers', () => {
    const mine = version(1, { uuid: uuid('mine') })
    const { index } = receivedBy(an('registry.created'), an('model.created'), mine)
    const rows = versionsOf(index.db, 'churn')
    assert.deepEqual(
      rows.map(({ version, id }) => [version, id]),
      [
        [3, second.version],
        [2, first.version],
        [1, mine.version],
      ],
    )
    const { label, description, tags, metrics, stage, aliases } = rows[1]!
    assert.deepEqual([label, description, tags], ['rc1', 'the first', { a: 'b' }])
    assert.deepEqual(metrics, [{ name: 'f1', value: 0.9, dataset: 'md5:2' }])
    assert.deepEqual([stage, aliases], ['none', []])
    const record = (id: string) => eventRows(index.db, 'e.version = :id', { id })[0]!.body['record']
    assert.deepEqual(record(first.version), first.record)
    assert.deepEqual(record(second.version), second.record)
  })
  it('G7 brings its datasets and runs, and no others', () => {
    const { index } = receivedBy(an('registry.created'))
    const named = index.db.all<{ name: string }>('select name from dataset union select id from run order by 1')
    assert.deepEqual(
      named.map(({ name }) => name),
      ['customers', 'run-1', 'shadow'],
    )
  })
  it('G7 says when each thing was', () => {
    const { decided } = receivedBy(an('registry.created'))
    const at = (position: number) => aCommit(position, source).at
    const occurred = (type: Event['type']) => decided.find((event) => event.type === type)!.occurred
    assert.equal(occurred('version.registered'), at(source.indexOf(first)))
    assert.equal(occurred('run.recorded'), at(5))
    assert.equal(occurred('evaluation.recorded'), at(14))
  })
  it('G7 is described if it is new, and keeps the words of its new home if not', () => {
    const described = (index: Index) => index.db.get('select description from model')
    assert.deepEqual(described(receivedBy(an('registry.created')).index), { description: 'Will they leave?' })
    const own = an('model.created', { description: 'ours' })
    assert.deepEqual(described(receivedBy(an('registry.created'), own).index), { description: 'ours' })
  })
  it('G7 comes once, however often it is sent', () => {
    assert.deepEqual(receivedBy(an('registry.created')).again, [])
    assert.deepEqual(receivedBy(...source).decided, [])
  })
  it('G7 brings what was measured since it came', () => {
    const { decided } = receivedBy(...source.slice(0, -2))
    assert.deepEqual(
      decided.map(({ type }) => type),
      ['evaluation.recorded', 'evaluation.recorded'],
    )
  })
  it('G8 leaves a label behind that another version has, and only that', () => {
    const mine = version(1, { uuid: uuid('mine') })
    const taken = an('version.described', { ...of(mine), label: 'rc1' })
    const { index } = receivedBy(an('registry.created'), an('model.created'), mine, taken)
    const rows = versionsOf(index.db, 'churn').reverse()
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['rc1', null, 'rc2'],
    )
    assert.deepEqual([rows[1]!.description, rows[1]!.tags], ['the first', { a: 'b' }])
    assert.equal(labelProblem(index.db, 'churn', 'rc1', first.version)?.code, 'label-taken')
    assert.equal(labelProblem(index.db, 'churn', 'rc2', second.version), undefined)
  })
  it('G9 is not sent when a record is not what its id says', () => {
    const { db } = indexWith(an('registry.created'), an('model.created'), registered(1))
    refuses(() => toldOf(db, 'churn'), 'log-damaged')
  })
  it('G9 says how much of it cannot be read', () => {
    const odd = { ...an('evaluation.recorded', of(first)), metrics: 'none' } as unknown as Event
    assert.equal(toldOf(indexWith(...source, odd).db, 'churn').unread, 1)
    assert.equal(told.unread, 0)
  })
})
