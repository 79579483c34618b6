import { openDisposable } from '../../src/sqlite/disposable'

// A process that opens a database as soon as it is told to, adds a row and says what it found.

const [path = '', schema = '', fingerprint = ''] = process.argv.slice(2)

process.once('message', () => {
  const options = { synchronous: 'NORMAL' } as const
  const db = openDisposable({ path, schema, fingerprint: Number(fingerprint), options })
  db.run('insert into note values (:pid)', { pid: process.pid })
  const { notes } = db.get<{ notes: number }>('select count(*) as notes from note')!
  db.close()
  process.send!({ notes }, () => process.disconnect())
})
process.send!('ready')
