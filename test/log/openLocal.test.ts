import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openLocal } from '../../src/log/openLocal'
import { outbox, type OutboxItem } from '../../src/log/outbox'
import { witness } from '../../src/log/witness'
import { ada, hex } from '../samples'
import { scratchFolder } from '../scratchFolder'

const path = () => join(scratchFolder(), 'state', 'local.db')
const never = () => assert.fail('it was said to be damaged')
const item: OutboxItem = {
  id: 'b',
  createdAt: '2026-01-01',
  actor: ada,
  intent: { operation: 'promote', args: { to: 'production' } },
  state: 'waiting',
  ready: true,
}

describe('the local state', () => {
  it('L6 is kept, with its folder', () => {
    const file = path()
    const before = openLocal(file, never)
    outbox(before).add(item)
    before.close()
    const after = openLocal(file, never)
    assert.deepEqual(outbox(after).items(), [item])
    assert.deepEqual(after.get('pragma synchronous'), { synchronous: 2 })
    after.close()
  })
  it('L6 is set aside when it is damaged, never deleted', () => {
    const file = path()
    openLocal(file, never).close()
    writeFileSync(file, 'noise'.repeat(1000))
    const told: string[] = []
    const db = openLocal(file, (aside) => told.push(aside))
    assert.deepEqual(outbox(db).items(), [])
    assert.equal(told.length, 1)
    assert.equal(readFileSync(told[0]!, 'utf8'), 'noise'.repeat(1000))
    assert.ok(existsSync(file))
    db.close()
  })

  it('L7 keeps what is to be done in the order in which it was asked for, and why it was refused', () => {
    const box = outbox(openLocal(':memory:', never))
    for (const some of [item, { ...item, id: 'a', createdAt: '2025-01-01' }]) box.add(some)
    assert.deepEqual(
      box.items().map(({ id }) => id),
      ['b', 'a'],
    )
    const refusal = { code: 'holder-changed' as const, message: 'No.', hint: '', details: { holder: null } }
    box.refuse('b', refusal)
    assert.deepEqual(box.item('b'), { ...item, state: 'conflict', refusal })
    box.putBack('b', { operation: 'promote', args: { to: 'staging' } })
    assert.deepEqual(box.item('b'), { ...item, intent: { operation: 'promote', args: { to: 'staging' } } })
    assert.deepEqual([box.withdraw('a'), box.withdraw('a')], [true, false])
    assert.equal(box.withdraw('b'), false, 'somebody else has asked for it')
    assert.deepEqual([box.item('a'), box.items().length], [undefined, 1])
  })
  it('L7 keeps one attempt, byte for byte, until its fate is known', () => {
    const box = outbox(openLocal(':memory:', never))
    for (const id of ['a', 'b', 'c']) box.add({ ...item, id })
    const states = () => box.items().map(({ id, state }) => `${id} ${state}`)
    const attempt = { id: 'a', seq: 3, bytes: Uint8Array.of(1, 2) }
    box.attempted(attempt, ['a', 'gone'])
    assert.equal(box.attempt(), undefined, 'one of them had been taken back')
    box.attempted(attempt, ['a', 'b'])
    assert.deepEqual([...box.attempt()!.bytes], [1, 2])
    assert.deepEqual([states(), box.withdraw('a')], [['a tried', 'b tried', 'c waiting'], false])
    box.lost('another')
    assert.equal(box.attempt()?.id, 'a')
    box.lost('a')
    assert.deepEqual([box.attempt(), states()], [undefined, ['a waiting', 'b waiting', 'c waiting']])
    box.attempted(attempt, ['a', 'b'])
    assert.deepEqual(
      box.landed('a', 3).map(({ id }) => id),
      ['a', 'b'],
    )
    assert.deepEqual([box.attempt(), states()], [undefined, ['c waiting']])
    assert.deepEqual([box.item('b')?.state, box.item('b')?.seq], ['landed', 3])
    box.sweep(Date.parse('2026-01-02'))
    assert.deepEqual([box.item('b'), box.item('c')?.state], [undefined, 'waiting'])
  })

  it('L8 keeps a witness of the furthest commit, and of every thousandth', () => {
    const db = openLocal(':memory:', never)
    const seen = witness(db)
    assert.equal(seen.head(), undefined)
    const at = (seq: number) => ({ seq, hash: hex(seq) })
    const run = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => at(from + i))
    seen.note(at(998), run(0, 998))
    seen.note(at(2500), run(999, 2500))
    seen.note(at(2501), [at(2501)])
    assert.deepEqual(
      db.all<{ seq: number }>('select seq from witness order by seq').map(({ seq }) => seq),
      [0, 1000, 2000, 2501],
    )
    assert.deepEqual(seen.head(), at(2501))
    const verdicts = [at(2501), { ...at(1000), hash: hex('other') }, { ...at(1001), hash: hex('other') }]
    assert.deepEqual(verdicts.map(seen.agrees), [true, false, true])
  })
  it('L8 goes on from the furthest commit, also when a shorter index catches up', () => {
    const seen = witness(openLocal(':memory:', never))
    seen.note({ seq: 7, hash: hex(7) }, [])
    seen.note({ seq: 3, hash: hex(3) }, [])
    assert.deepEqual(seen.head(), { seq: 7, hash: hex(7) })
  })
})
