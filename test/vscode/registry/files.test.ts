import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  commands,
  FilePermission,
  FileType,
  languages,
  Position,
  Range,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
} from 'vscode'
import { eventually } from '../../host/eventually'
import { call } from '../call'

/** The file system of versions: what is read and written by whoever knows an address. */
describe('files of versions', () => {
  const folder = () => workspace.workspaceFolders![0]!.uri.fsPath
  const { fs } = workspace
  const odd = 'a%2Fb? #1 <é> {x}'
  const uri = (path: string) => Uri.from({ scheme: 'pedigree', path })
  const text = async (of: Uri) => new TextDecoder().decode(await fs.readFile(of))
  const card = uri(`/${odd}/1/CARD.md`)

  before(async () => {
    const model = join(folder(), 'odd')
    mkdirSync(join(model, 'sub dir'), { recursive: true })
    writeFileSync(join(model, 'a.txt'), 'a file')
    writeFileSync(join(model, 'sub dir', '100% ünï.txt'), 'below')
    const registered = await call('registerVersion', { model: odd, paths: [model], stage: 'none', parents: [] })
    assert.equal(registered['version'], 1)
  })

  it('are read below their version, whatever they are called', async () => {
    assert.equal(await text(uri(`/${odd}/1/files/a.txt`)), 'a file')
    assert.equal(await text(uri(`/${odd}/1/files/sub dir/100% ünï.txt`)), 'below')
    assert.deepEqual((await fs.readDirectory(uri(`/${odd}/1/files`))).toSorted(), [
      ['a.txt', FileType.File],
      ['sub dir', FileType.Directory],
    ])
    assert.deepEqual(await fs.readDirectory(uri(`/${odd}/1/files/sub dir`)), [['100% ünï.txt', FileType.File]])
    const { size, type, permissions } = await fs.stat(uri(`/${odd}/1/files/a.txt`))
    assert.deepEqual([size, type, permissions], [6, FileType.File, FilePermission.Readonly])
  })

  it('are in folders of models and versions', async () => {
    assert.ok((await fs.readDirectory(uri('/'))).some(([name]) => name === odd))
    assert.deepEqual(await fs.readDirectory(uri(`/${odd}`)), [['1', FileType.Directory]])
    const names = (await fs.readDirectory(uri(`/${odd}/1`))).map(([name]) => name)
    assert.deepEqual(names, ['CARD.md', 'RECORD.json', 'files'])
    const record = JSON.parse(await text(uri(`/${odd}/1/RECORD.json`))) as { model: string }
    assert.equal(record.model, odd)
  })

  it('refuse what is not there, and every change but that of a card', async () => {
    const absent = [
      `/${odd}/2/CARD.md`,
      `/${odd}/1/CARDS.md`,
      `/${odd}/1/files/no.txt`,
      '/none/1/CARD.md',
      `/${odd}/x`,
      `/${odd}/1/CARD.md/x`,
    ]
    for (const path of absent)
      await assert.rejects(async () => fs.readFile(uri(path)), /FileNotFound|EntryNotFound/, path)
    await assert.rejects(async () => fs.writeFile(uri(`/${odd}/1/files/a.txt`), new Uint8Array()))
    await assert.rejects(async () => fs.writeFile(uri(`/${odd}/1/RECORD.json`), new Uint8Array()))
    await assert.rejects(async () => fs.delete(card))
    await assert.rejects(async () => fs.rename(card, uri(`/${odd}/1/B.md`)))
    await assert.rejects(async () => fs.createDirectory(uri(`/${odd}/3`)))
    await assert.rejects(async () => fs.readFile(uri(`/${odd}/1/files`)))
    assert.equal(await text(uri(`/${odd}/1/files/a.txt`)), 'a file')
  })

  it('let a card be written, and count its states', async () => {
    const before = await fs.stat(card)
    const draft = await text(card)
    assert.equal(before.size, Buffer.byteLength(draft))
    await fs.writeFile(
      card,
      Buffer.from(draft.replace('<!-- card:summary -->\n', '<!-- card:summary -->\n\nFinds the odd one.\n')),
    )
    assert.match(await text(card), /Finds the odd one\./)
    assert.ok((await fs.stat(card)).mtime > before.mtime)
    const same = await fs.stat(card)
    assert.equal((await fs.stat(card)).mtime, same.mtime)
  })

  it('refuse a card on top of one that somebody else saved, and keep what was typed', async () => {
    const document = await workspace.openTextDocument(card)
    await window.showTextDocument(document)
    assert.equal(document.languageId, 'markdown')
    const edit = new WorkspaceEdit()
    const mine = document.getText().replace('odd one', 'old one')
    edit.replace(card, new Range(0, 0, document.lineCount, 0), mine)
    assert.ok(await workspace.applyEdit(edit))
    assert.ok(document.isDirty)
    await fs.writeFile(card, Buffer.from((await text(card)).replace('odd one', 'new one')))
    assert.equal(await document.save(), false)
    assert.ok(document.isDirty)
    assert.equal(document.getText(), mine)
    await commands.executeCommand('workbench.action.files.revert')
    assert.match(document.getText(), /Finds the new one\./)
    assert.ok(!document.isDirty)
    await commands.executeCommand('workbench.action.closeAllEditors')
  })

  it('let a card be exported, and one of Hugging Face be imported for somebody to look at', async () => {
    const reference = `${odd}@1`
    const file = join(folder(), 'exported.md')
    assert.equal(await call<string>('exportCard', { reference, format: 'md', file }), file)
    assert.match(readFileSync(file, 'utf8'), /Finds the new one\./)
    const imported = join(folder(), 'README.md')
    writeFileSync(imported, '---\nlicense: mit\n---\n# Odd\n\n## Uses\n\n### Direct Use\n\nTo find odd ones.\n')
    const document = await workspace.openTextDocument(card)
    const typing = new WorkspaceEdit()
    typing.insert(
      card,
      new Position(document.lineCount, 0),
      '\n## Limitations\n<!-- card:limits.known -->\n\nNot in fog.\n',
    )
    assert.ok(await workspace.applyEdit(typing))
    const { mapped } = await call<{ mapped: { section: string }[] }>('importCard', { reference, file: imported })
    assert.ok(mapped.some(({ section }) => section === 'use.primary'))
    assert.ok(document.isDirty)
    assert.match(document.getText(), /To find odd ones\./)
    assert.match(document.getText(), /Not in fog\./)
    assert.match(document.getText(), /^license: mit$/m)
    await commands.executeCommand('workbench.action.files.revert')
    await commands.executeCommand('workbench.action.closeAllEditors')
  })

  it('say what a card lacks where problems are listed', async () => {
    await workspace.openTextDocument(card)
    await eventually(async () => {
      const codes = languages.getDiagnostics(card).map(({ code, source }) => [source, code])
      assert.ok(codes.some(([source, code]) => source === 'Pedigree' && code === 'card/required-section-missing'))
    })
  })
})
