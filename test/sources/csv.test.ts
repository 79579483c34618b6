import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableOf } from '../../src/sources/csv'

describe('a file of rows', () => {
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'pedigree-csv-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  const told = async (name: string, content: string | Uint8Array) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    const { rows, columns } = await tableOf(path, statSync(path).size)
    return [rows, columns?.map((column) => column.name)]
  }
  const nothing = [undefined, undefined]
  const rows: [string, string, string | Uint8Array, unknown][] = [
    ['columns and rows', 'a.csv', 'a,b\n1,2\n3,4\n', [2, ['a', 'b']]],
    ['without a last line end', 'a.csv', 'a,b\r\n1,2', [1, ['a', 'b']]],
    ['a line end in quotes is no row', 'a.csv', 'a,"b ""c"""\n1,"2\n3"\n', [1, ['a', 'b "c"']]],
    ['empty lines are no rows', 'a.csv', 'a\n\n1\n\n', [1, ['a']]],
    ['a mark of the byte order', 'a.csv', '\uFEFFä,b\n1,2\n', [1, ['ä', 'b']]],
    ['tabs', 'a.TSV', 'a\tb,c\n1\t2\n', [1, ['a', 'b,c']]],
    ['semicolons', 'a.csv', 'a;b\n1,5;2\n', [1, ['a', 'b']]],
    ['rows of different lengths', 'a.csv', 'a,b\n1\n1,2,3\n', [2, ['a', 'b']]],
    ['a head alone', 'a.csv', 'a,b', [0, ['a', 'b']]],
    ['nothing in it', 'a.csv', '', nothing],
    ['another kind of file', 'a.parquet', 'a,b\n1,2\n', nothing],
    ['bytes that are no text', 'a.csv', new Uint8Array([0, 1, 2, 255, 254]), nothing],
    ['UTF-16', 'a.csv', Buffer.from('a,b\n1,2\n', 'utf16le'), nothing],
    ['a quote that never ends', 'a.csv', `a,"${'b'.repeat(2_000_000)}`, nothing],
    ['too many columns', 'a.csv', Array.from({ length: 3000 }, (_, i) => `c${i}`).join(','), nothing],
    ['many rows', 'a.csv', `a,b\n${'1,2\n'.repeat(200_000)}`, [200_000, ['a', 'b']]],
  ]
  for (const [title, name, content, expected] of rows)
    it(`CO17 ${title}`, async () => assert.deepEqual(await told(name, content), expected))
  it('CO17 of a very large file the columns alone', async () => {
    const path = join(folder, 'large.csv')
    writeFileSync(path, 'a,b\n1,2\n')
    assert.deepEqual(await tableOf(path, 2 ** 40), { columns: [{ name: 'a' }, { name: 'b' }] })
  })
})
