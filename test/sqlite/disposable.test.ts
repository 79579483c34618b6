import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Db, isCorruption, openDb } from '../../src/sqlite/db'
import { clearDisposable, type Disposable, openDisposable } from '../../src/sqlite/disposable'
import { scratchFolder } from '../scratchFolder'

const schema = 'create table note (pid integer) strict; create index note_pid on note (pid);'
const disposable = (path = join(scratchFolder(), 'index.db')): Disposable => ({
  path,
  schema,
  fingerprint: 7,
  options: { synchronous: 'NORMAL' },
})
const notes = (db: Db) => db.all<{ pid: number }>('select pid from note order by pid').map(({ pid }) => pid)

/** A closed database with 2,000 notes, some 16 pages. */
function filled(): Disposable {
  const made = disposable()
  const db = openDisposable(made)
  db.transact(() => {
    for (let pid = 0; pid < 2000; pid++) db.run('insert into note values (:pid)', { pid })
  })
  db.close()
  return made
}

function reopened(made: Disposable): number[] {
  const db = openDisposable(made)
  try {
    return notes(db)
  } finally {
    db.close()
  }
}

describe('a disposable database', () => {
  it('L2 is kept while its fingerprint is the same', () => assert.equal(reopened(filled()).length, 2000))

  const damages: [string, (path: string) => void][] = [
    ['L2 is made anew when it is noise', (path) => writeFileSync(path, Buffer.alloc(16384, 'noise'))],
    ['L2 is made anew when its header is damaged', (path) => overwrite(path, 0, 'SQLite formal 3')],
    ['L2 is made anew when its first page is damaged', (path) => overwrite(path, 100, 'x'.repeat(200))],
    ['L2 is made anew when it is cut within a page', (path) => truncateSync(path, 700)],
    ['L2 is made anew when it is cut to nothing', (path) => truncateSync(path, 0)],
  ]
  for (const [rule, damage] of damages)
    it(rule, () => {
      const made = filled()
      damage(made.path)
      assert.deepEqual(reopened(made), [])
    })

  it('L2 is made anew when its fingerprint differs', () => {
    const made = filled()
    assert.deepEqual(reopened({ ...made, fingerprint: 8 }), [])
  })
  it("L2 is made anew when it is somebody else's database", () => {
    const made = disposable()
    const other = openDb(made.path, { synchronous: 'NORMAL' })
    other.exec('create table cake (name text)')
    other.close()
    assert.deepEqual(reopened(made), [])
  })
  it('L2 does not disturb a process that has the one before open', () => {
    const made = filled()
    const before = openDisposable(made)
    const after = openDisposable({ ...made, fingerprint: 8 })
    after.run('insert into note values (1)')
    before.run('delete from note where pid > 2')
    assert.deepEqual([notes(before), notes(after)], [[0, 1, 2], [1]])
    before.close()
    const third = openDisposable({ ...made, fingerprint: 8 })
    third.run('insert into note values (2)')
    assert.deepEqual(notes(after), [1, 2])
    for (const db of [after, third]) db.close()
  })

  it('L3 is emptied for all who have it open', () => {
    const made = filled()
    const [one, other] = [openDisposable(made), openDisposable(made)]
    assert.equal(clearDisposable(one, made), one)
    other.run('insert into note values (5)')
    assert.deepEqual([notes(one), notes(other)], [[5], [5]])
    for (const db of [one, other]) db.close()
  })
  it('L3 is deleted to be emptied when it is damaged', () => {
    const made = filled()
    overwrite(made.path, 4096 * 3, '\xff'.repeat(4096))
    const db = openDisposable(made)
    const cleared = clearDisposable(db, made)
    assert.notEqual(cleared, db)
    assert.deepEqual(notes(cleared), [])
    cleared.close()
  })
  it('L3 in memory is emptied as well', () => {
    const made = disposable(':memory:')
    const db = openDisposable(made)
    db.run('insert into note values (5)')
    assert.deepEqual(notes(clearDisposable(db, made)), [])
    assert.ok(!existsSync(':memory:'))
  })

  for (const [what, start] of [
    ['no database', () => {}],
    ['one of another build', (path: string) => openDisposable({ ...disposable(path), fingerprint: 6 }).close()],
    ['noise', (path: string) => writeFileSync(path, 'noise'.repeat(2000))],
  ] as const)
    it(`L4 several processes that open it at once find one database, where there was ${what}`, async () => {
      const { path } = disposable()
      start(path)
      const program = join(__dirname, 'opensDisposable.js')
      const processes = Array.from({ length: 6 }, () => fork(program, [path, schema, '7']))
      await Promise.all(processes.map((child) => once(child, 'message')))
      for (const child of processes) child.send('go')
      const codes = await Promise.all(processes.map(async (child) => (await once(child, 'exit'))[0]))
      assert.deepEqual(codes, [0, 0, 0, 0, 0, 0])
      assert.equal(reopened(disposable(path)).length, 6)
    }).timeout(20_000)
})

describe('a database', () => {
  it('L5 keeps nothing of a transaction that failed', () => {
    const db = openDisposable(disposable(':memory:'))
    assert.throws(() =>
      db.transact(() => {
        db.run('insert into note values (1)')
        throw new Error('no')
      }),
    )
    assert.deepEqual(notes(db), [])
  })
  it('L5 reads of one moment see no writes of others', () => {
    const made = disposable()
    const [reader, writer] = [openDisposable(made), openDisposable(made)]
    reader.snapshot(() => {
      const before = notes(reader)
      writer.run('insert into note values (1)')
      assert.deepEqual([before, notes(reader)], [[], []])
    })
    assert.deepEqual(notes(reader), [1])
    for (const db of [reader, writer]) db.close()
  })
  it('L5 has the settings that make it safe', () => {
    const open = (journal: 'WAL' | 'DELETE', synchronous: 'FULL' | 'NORMAL') => {
      const db = openDb(join(scratchFolder(), 'a.db'), { journal, synchronous })
      const setting = (name: string) => Object.values(db.get<Record<string, unknown>>(`pragma ${name}`)!)[0]
      return ['journal_mode', 'synchronous', 'trusted_schema'].map(setting)
    }
    assert.deepEqual(open('WAL', 'NORMAL'), ['wal', 1, 0])
    assert.deepEqual(open('WAL', 'FULL'), ['wal', 2, 0])
    assert.deepEqual(open('DELETE', 'FULL'), ['delete', 2, 0])
  })
  it('L5 tells damage from other errors', () => {
    const path = join(scratchFolder(), 'noise.db')
    writeFileSync(path, 'noise'.repeat(1000))
    const errorOf = (work: () => unknown) => {
      try {
        return work()
      } catch (error) {
        return error
      }
    }
    assert.equal(isCorruption(errorOf(() => openDb(path, { synchronous: 'FULL' }))), true)
    const db = openDisposable(disposable(':memory:'))
    assert.equal(isCorruption(errorOf(() => db.run('insert into nothing values (1)'))), false)
    assert.equal(readFileSync(path, 'utf8').length, 5000)
  })
})

function overwrite(path: string, at: number, text: string): void {
  const bytes = readFileSync(path)
  bytes.write(text, at, 'latin1')
  writeFileSync(path, bytes)
}
