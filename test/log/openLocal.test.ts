import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openLocal } from '../../src/log/openLocal'
import { outbox, type OutboxItem } from '../../src/log/outbox'
import { witness } from '../../src/log/witness'
import { hex } from '../samples'
import { scratchFolder } from '../scratchFolder'

const path = () => join(scratchFolder(), 'state', 'local.db')
const never = () => assert.fail('it was said to be damaged')
const item: OutboxItem = {
  id: 'b',
  createdAt: '2026-01-01',
  intent: { operation: 'promote', args: { to: 'production' } },
  state: 'open',
}

describe('the local state', () => {
  it('L6 is kept, with its folder', () => {
    const file = path()
    const before = openLocal(file, never)
    outbox(before).save(item)
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

  it('L7 keeps what is pending with its attempt and its refusal, oldest first', () => {
    const box = outbox(openLocal(':memory:', never))
    const attempted: OutboxItem = {
      ...item,
      id: 'a',
      createdAt: '2026-01-02',
      attempt: { seq: 3, bytes: Uint8Array.of(1, 2) },
    }
    const refusal = { code: 'holder-changed', message: 'No.', hint: '' }
    for (const some of [attempted, item]) box.save(some)
    const plain = () => box.items().map((some) => JSON.parse(JSON.stringify(some)) as OutboxItem)
    assert.deepEqual(
      plain().map(({ id }) => id),
      ['b', 'a'],
    )
    assert.deepEqual([...box.item('a')!.attempt!.bytes], [1, 2])
    box.save({ ...item, state: 'conflict', refusal })
    assert.deepEqual(box.item('b'), { ...item, state: 'conflict', refusal })
    box.remove('b')
    box.remove('b')
    assert.deepEqual([box.item('b'), plain().length], [undefined, 1])
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
