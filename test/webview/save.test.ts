import assert from 'node:assert/strict'
import { csvOf, markdownOf } from '../../webview/save'

describe('what a page shows, as a file', () => {
  it('a table as CSV keeps commas, quotes and lines in their cells, and starts no formula', () => {
    const rows = [
      ['name', 'value'],
      ['a,b', 1],
      ['say "no"', -0.5],
      ['two\nlines', null],
      ['=HYPERLINK("x")', undefined],
    ]
    assert.equal(
      csvOf(rows),
      'name,value\r\n"a,b",1\r\n"say ""no""",-0.5\r\n"two\nlines",\r\n"\'=HYPERLINK(""x"")",\r\n',
    )
  })
  it('a number in CSV is one, also as a word; whatever else could begin a formula is text', () => {
    const rows = [['-1', '+2.5e-7', '-1+cmd|x', '@sum', '\r=1', '-', '−3']]
    assert.equal(csvOf(rows), `-1,+2.5e-7,'-1+cmd|x,'@sum,"'\r=1",'-,−3\r\n`)
  })
  it('a table as Markdown keeps to its cells', () => {
    const rows = [
      ['a|b', 'c'],
      ['<img src=x>', { k: 1 }],
    ]
    assert.equal(markdownOf(rows), '| a\\|b | c |\n| --- | --- |\n| \\<img src=x\\> | {"k":1} |\n')
  })
})
