import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { missingFeatures, registryId, seqOfCommit, summaryOf } from '../../src/index/summary'
import { modelRows } from '../../src/index/models'
import { type Index, openIndex } from '../../src/index/openIndex'
import { logKey } from '../../src/store/keys'
import { memoryStore } from '../../src/store/memoryStore'
import { aClient, aCommit, an, bytesOf, commitsOf, entriesOf, indexWith, registered, uuid } from '../samples'
import { scratchFolder } from '../scratchFolder'

const all = entriesOf(bytesOf(commitsOf(an('registry.created'), an('model.created'), registered(1), registered(2))))
const path = () => join(scratchFolder(), 'index.db')

describe('applying entries', () => {
  it('I1 goes on where another process left off', () => {
    const file = path()
    const [one, other] = [openIndex(file), openIndex(file)]
    one.apply(all.slice(0, 3))
    other.apply(all.slice(0, 2))
    other.apply(all)
    one.apply(all)
    assert.deepEqual([one.head()?.seq, summaryOf(other.db).versions], [3, 2])
    for (const index of [one, other]) index.close()
  })
  it('I1 takes nothing after a gap', () => {
    const index = openIndex(':memory:')
    index.apply(all.slice(0, 1))
    index.apply(all.slice(2))
    assert.equal(index.head()?.seq, 0)
  })
  it('I1 takes all of a batch or nothing', () => {
    const index = openIndex(':memory:')
    const broken = { ...all[1]!, hash: null as unknown as string }
    assert.throws(() => index.apply([all[0]!, broken]))
    assert.equal(index.head(), undefined)
  })
  it('I4 keeps what is no commit, and says so', () => {
    const index = openIndex(':memory:')
    const noise = new TextEncoder().encode('noise')
    const [first, ...rest] = bytesOf(commitsOf(an('registry.created'), an('model.created')))
    index.apply(entriesOf([first!, noise, ...rest]))
    const { commits, damagedCommits } = summaryOf(index.db)
    assert.equal(commits, 3)
    assert.deepEqual(
      damagedCommits.map(({ seq, problem }) => [seq, problem]),
      [
        [1, 'it is not JSON'],
        [2, 'it says that it is commit 1'],
      ],
    )
  })
  it('I4 finds a commit that was written twice where it was first', () => {
    const index = openIndex(':memory:')
    const first = aCommit(0, [an('registry.created')])
    index.apply(entriesOf(bytesOf([first, { ...first, seq: 1 }])))
    assert.equal(seqOfCommit(index.db, first.id), 0)
    assert.deepEqual(summaryOf(index.db).damagedCommits, [{ seq: 1, problem: 'written twice' }])
  })
  it('I4 takes nothing from fields that it does not know', () => {
    const index = openIndex(':memory:')
    const actor = { name: 'Eve', email: '', seq: 99, id: uuid('x'), at: '2030', hash: 'x', client: 'x', problem: 'x' }
    index.apply(entriesOf(bytesOf([aCommit(0, [an('registry.created')], { actor })])))
    assert.equal(index.head()?.seq, 0)
    assert.deepEqual(summaryOf(index.db).damagedCommits, [])
  })
  it('C7 a feature that is required is missing as long as the build lacks it', () => {
    const index = openIndex(':memory:')
    const commit = aCommit(0, [an('registry.created')], { requires: ['later.2', 'later.1'] })
    index.apply(entriesOf(bytesOf([commit])))
    assert.deepEqual(missingFeatures(index.db), ['later.1', 'later.2'])
  })
  it('C9 the registry is named by the first commit alone', () => {
    const odd = { type: 'registry.created', registry: 'odd' }
    const index = openIndex(':memory:')
    index.apply(entriesOf(bytesOf([aCommit(0, [odd, an('registry.created')]), aCommit(1, [odd])])))
    assert.equal(registryId(index.db), uuid('registry'))
  })
})

describe('filling an empty index', () => {
  const many = entriesOf(bytesOf(commitsOf(...Array.from({ length: 1200 }, () => an('model.created')))))
  const lookups = ({ db }: Index) =>
    db.all<{ name: string }>("select name from sqlite_schema where type = 'index' and sql is not null order by name")

  it('I9 lookups wait until all is there', () => {
    const [index, plain] = [openIndex(':memory:'), indexWith(an('model.created'))]
    index.apply(many.slice(0, 600))
    assert.ok(lookups(index).length < lookups(plain).length)
    index.apply(many.slice(600))
    index.settle()
    assert.deepEqual(lookups(index), lookups(plain))
    index.clear()
    index.apply(many.slice(0, 1))
    assert.deepEqual(lookups(index), lookups(plain))
  })
  it('I9 the next process makes the lookups of one that was killed', async () => {
    const file = path()
    const killed = openIndex(file)
    killed.apply(many.slice(0, 600))
    killed.close()
    const index = openIndex(file)
    const store = memoryStore()
    for (const [seq, bytes] of bytesOf(many.slice(0, 600).map(({ commit }) => commit!)).entries())
      await store.putNew(logKey(seq), bytes)
    await aClient({ store, index }).log.sync()
    assert.deepEqual(lookups(index), lookups(indexWith(an('model.created'))))
    index.close()
  })
  it('I9 a process that fills what another has emptied makes them again', () => {
    const file = path()
    const [one, other] = [openIndex(file), openIndex(file)]
    one.apply(all)
    other.clear()
    one.apply(many.slice(0, 600))
    one.settle()
    assert.deepEqual(lookups(one), lookups(indexWith(an('model.created'))))
    for (const index of [one, other]) index.close()
  })
})

describe('the index as a file', () => {
  it('L2 is made anew when it is damaged', () => {
    const file = path()
    writeFileSync(file, 'noise'.repeat(5000))
    const index = openIndex(file)
    index.apply(all)
    assert.equal(modelRows(index.db)[0]?.versions, 2)
    index.close()
  })
  it('L3 is emptied for every process that has it open', () => {
    const file = path()
    const [one, other] = [openIndex(file), openIndex(file)]
    one.apply(all)
    other.clear()
    assert.equal(one.head(), undefined)
    one.apply(all)
    assert.equal(other.head()?.seq, 3)
    for (const index of [one, other]) index.close()
  })
  it('L5 works where WAL does not', () => {
    const file = path()
    const index = openIndex(file, 'DELETE')
    index.apply(all)
    assert.deepEqual(index.db.get('pragma journal_mode'), { journal_mode: 'delete' })
    index.close()
  })
})
