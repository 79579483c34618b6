import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as vscode from 'vscode'
import { eventually } from '../../host/eventually'
import { call } from '../call'

describe('a pedigree.yaml that is being written', () => {
  const folder = () => vscode.workspace.workspaceFolders![0]!.uri.fsPath

  /** In a folder of its own, so that the registry of the tests is left alone. */
  async function open(name: string, text: string): Promise<vscode.TextDocument> {
    mkdirSync(join(folder(), name), { recursive: true })
    const path = join(folder(), name, 'pedigree.yaml')
    writeFileSync(path, text)
    return (await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(vscode.Uri.file(path))))
      .document
  }
  const problemsOf = ({ uri }: vscode.TextDocument) =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Pedigree')
  const problems = (document: vscode.TextDocument, count: number) =>
    eventually(async () => assert.equal(problemsOf(document).length, count))
  async function labelsAt(document: vscode.TextDocument, at: vscode.Position): Promise<string[]> {
    const command = 'vscode.executeCompletionItemProvider'
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(command, document.uri, at)
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label))
  }

  before(() => vscode.extensions.getExtension('pedigree.pedigree')!.activate())
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'))

  it('shows what is wrong where it is, as it is typed', async () => {
    const document = await open(
      'wrong',
      'models:\n  churn:\n    gats: {}\n  other: { retention: { keepProduction: 1, coldAfter: 9d, storageClass: GLACIER } }\n',
    )
    await problems(document, 2)
    const [first, second] = problemsOf(document)
    assert.equal(first!.message, 'Unknown key "gats"; did you mean "gates"?')
    assert.deepEqual(first!.range, new vscode.Range(2, 4, 2, 8))
    assert.deepEqual(
      [first!.severity, second!.severity],
      [vscode.DiagnosticSeverity.Error, vscode.DiagnosticSeverity.Warning],
    )
    const edit = new vscode.WorkspaceEdit()
    edit.replace(document.uri, new vscode.Range(3, 0, 4, 0), '')
    await vscode.workspace.applyEdit(edit)
    await problems(document, 1)
  })

  it('changes an unknown key to the one that was meant', async () => {
    const document = await open('meant', 'models:\n  churn:\n    gats: {}\n')
    await problems(document, 1)
    const command = 'vscode.executeCodeActionProvider'
    const range = problemsOf(document)[0]!.range
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(command, document.uri, range)
    const [action] = actions.filter(({ title }) => title === 'Change to "gates"')
    assert.ok(action?.edit)
    await vscode.workspace.applyEdit(action.edit)
    assert.match(document.getText(), /^ {4}gates: \{\}$/m)
    await problems(document, 0)
  })

  it('completes names that the registry knows, and warns of those that it does not', async () => {
    const file = join(folder(), 'policy-model.bin')
    writeFileSync(file, 'weights')
    await call('registerVersion', {
      model: 'policy-model',
      paths: [file],
      metrics: [{ name: 'auc_of_policy', value: 0.9 }],
    })
    const before = readFileSync(join(folder(), 'pedigree.yaml'), 'utf8')
    const document = await open(
      '.',
      'models:\n  policy-model:\n    override: \n    gates:\n      production:\n        - metric: \n    \n',
    )
    assert.deepEqual((await labelsAt(document, new vscode.Position(2, 14))).slice(0, 2), ['allowed', 'never'])
    assert.ok((await labelsAt(document, new vscode.Position(6, 4))).includes('promoteOnPass'))
    await eventually(async () =>
      assert.ok((await labelsAt(document, new vscode.Position(5, 18))).includes('auc_of_policy')),
    )
    const written = new vscode.WorkspaceEdit()
    written.replace(
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
      'models:\n  policy-model:\n    gates: { production: [{ metric: auc_of_plicy, min: 1 }] }\n',
    )
    await vscode.workspace.applyEdit(written)
    await eventually(async () =>
      assert.deepEqual(
        problemsOf(document).map(({ message }) => message),
        ['No version that this policy is for has recorded a metric "auc_of_plicy" yet.'],
      ),
    )
    const whole = new vscode.Range(0, 0, document.lineCount, 0)
    const restored = new vscode.WorkspaceEdit()
    restored.replace(document.uri, whole, before)
    await vscode.workspace.applyEdit(restored)
    await document.save()
  })

  it('says what a key means', async () => {
    const document = await open('meaning', 'models:\n  churn:\n    override: never\n')
    const command = 'vscode.executeHoverProvider'
    const at = new vscode.Position(2, 6)
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(command, document.uri, at)
    const text = hovers.flatMap(({ contents }) => contents.map((part) => (part as vscode.MarkdownString).value)).join()
    assert.match(text, /May a failed gate be overridden/)
  })

  it('leaves other YAML files alone', async () => {
    const path = join(folder(), 'other.yaml')
    writeFileSync(path, 'models: 3\n')
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path))
    const mine = await open('beside', 'models: 3\n')
    await problems(mine, 1)
    assert.deepEqual(problemsOf(document), [])
  })
})
