import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { subjects } from '../../../src/protocol'
import { all } from '../../../src/vscode/commands/commands'
import { projectRoot } from '../../host/projectRoot'

describe('the manifest', () => {
  const read = (name: string) => readFileSync(join(projectRoot, name), 'utf8')
  const manifest = JSON.parse(read('package.json')) as Manifest
  const texts = JSON.parse(read('package.nls.json')) as Record<string, string>
  const { contributes } = manifest

  it('keeps every text for people in package.nls.json, and none that nobody shows', () => {
    const shown = new Set([
      'displayName',
      'title',
      'description',
      'name',
      'contextualTitle',
      'contents',
      'category',
      'label',
      'markdownDescription',
    ])
    const used: string[] = []
    const visit = (value: unknown, key = ''): void => {
      if (typeof value === 'string' && shown.has(key)) {
        assert.match(value, /^%.+%$/)
        used.push(value.slice(1, -1))
      } else if (typeof value === 'object' && value !== null)
        for (const [inner, child] of Object.entries(value)) visit(child, Array.isArray(value) ? key : inner)
    }
    // How addresses are shown is a pattern, and no text.
    visit({ ...contributes, resourceLabelFormatters: [] })
    visit(manifest.capabilities)
    assert.deepEqual([...new Set(used)].sort(), Object.keys(texts).sort())
  })

  it('keeps every text of the code in the bundle for translators', () => {
    const literal = /l10n\s*\.t\(\s*('(?:[^'\\]|\\.)*')/g
    const sources = globSync(['src/{extension.ts,vscode/**/*.ts}', 'webview/**/*.ts'], { cwd: projectRoot }).sort()
    const found = sources.flatMap((name) => {
      const source = read(name)
      const calls = [...source.matchAll(literal)].map(([, text]) => JSON.parse(asJson(text!)) as string)
      assert.equal(
        calls.length,
        source.match(/l10n\s*\.t\(/g)?.length ?? 0,
        `${name} has a text that is not one literal`,
      )
      return calls
    })
    const bundle = Object.fromEntries([...new Set(found)].sort().map((text) => [text, text]))
    const path = join(projectRoot, manifest.l10n, 'bundle.l10n.json')
    const wanted = `${JSON.stringify(bundle, undefined, 2)}\n`
    if (process.env['UPDATE_GOLDEN']) writeFileSync(path, wanted)
    assert.equal(existsSync(path) ? readFileSync(path, 'utf8') : '', wanted, 'UPDATE_GOLDEN=1 writes it anew')
  })

  const asJson = (literal: string) =>
    `"${literal
      .slice(1, -1)
      .replaceAll(/\\'/g, "'")
      .replaceAll('"', String.raw`\"`)}"`

  it('has a handler for each command, and no handler more', () => {
    const ids = contributes.commands.map(({ command }) => command).sort()
    assert.deepEqual(ids, [...Object.keys(all.reading), ...Object.keys(all.writing)].sort())
  })

  it('gives commands one category, and titles that differ', () => {
    assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], ['%category%'])
    const titles = contributes.commands.map(({ title }) => title)
    assert.equal(new Set(titles).size, titles.length)
  })

  it('hides from menus and palette what a workspace without trust refuses', () => {
    const entries = [...Object.values(contributes.menus).flat(), ...contributes.commands.map(enabled)]
    for (const { command, when } of entries)
      if (command in all.writing) assert.match(when ?? '', /isWorkspaceTrusted/, command)
  })
  const enabled = ({ command, enablement }: Manifest['contributes']['commands'][number]) => ({
    command,
    when: enablement,
  })

  it('puts no more than three buttons on a row', () => {
    const inline = contributes.menus['view/item/context']!.filter(({ group }) => group?.startsWith('inline'))
    for (const kind of ['model+held', 'version+stage:production+held+live', 'folder'])
      assert.ok(
        inline.filter(({ when }) => new RegExp(/viewItem =~ \/(.+?)\/( |$)/.exec(when!)![1]!).test(kind)).length <= 3,
      )
  })

  it('names files that are there', () => {
    const files = [manifest.icon, ...JSON.stringify(contributes).match(/media\/[\w/.-]+/g)!]
    for (const file of files) assert.ok(existsSync(join(projectRoot, file)), file)
  })

  it('loads little when it activates', () => {
    assert.ok(read('dist/extension.js').length < 400_000)
    assert.deepEqual(manifest.activationEvents, [
      'workspaceContains:pedigree.yaml',
      ...Object.keys(subjects).map((page) => `onWebviewPanel:pedigree.${page}`),
      'onFileSystem:pedigree',
    ])
  })
})

interface Manifest {
  icon: string
  l10n: string
  activationEvents: string[]
  capabilities: unknown
  contributes: {
    commands: { command: string; title: string; category: string; enablement?: string }[]
    menus: Record<string, { command: string; when?: string; group?: string }[]>
  }
}
