import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { projectRoot } from './host/projectRoot'

/** Who may import whom, and which packages. A folder may always import itself; outside of core and webview also Node. */
const layers: Record<string, { ours: string[]; packages: string[] }> = {
  'src/core': { ours: [], packages: ['zod', 'spdx-license-ids'] },
  'src/store': { ours: ['core'], packages: ['@aws-sdk/client-s3'] },
  'src/sqlite': { ours: ['core'], packages: ['better-sqlite3'] },
  'src/log': { ours: ['core', 'store', 'sqlite'], packages: ['zod', 'canonicalize'] },
  'src/index': { ours: ['core', 'sqlite'], packages: [] },
  'src/sources': { ours: ['core', 'sqlite'], packages: ['zod', 'yaml', 'simple-git', 'csv-parse'] },
  'src/formats': { ours: ['core'], packages: ['zod', 'yaml', 'markdown-it', 'node-diff3'] },
  'src/operations': {
    ours: ['core', 'store', 'sqlite', 'log', 'index', 'sources', 'formats'],
    packages: ['zod', 'yaml', 'uuid', 'p-limit', 'env-paths', 'fastest-levenshtein', 'ipaddr.js'],
  },
  'src/engine': { ours: ['core', 'operations'], packages: [] },
  'src/server': { ours: ['core', 'operations', 'index'], packages: ['zod'] },
  'src/cli': {
    ours: ['core', 'operations', 'index', 'server'],
    packages: ['zod', 'yaml', 'commander', 'cli-table3', 'cli-progress'],
  },
  'src/vscode': { ours: ['core', 'operations', 'index', 'protocol', 'server'], packages: ['vscode', 'birpc'] },
  // Core is pure, so it works in a browser as well.
  webview: {
    ours: ['core', 'protocol'],
    packages: ['d3', 'markdown-it', '@vscode/l10n', '@vscode/webview-ui-toolkit'],
  },
}
/** They put everything together, so they may import anything of ours. */
const roots: Record<string, string[]> = {
  'src/extension.ts': ['vscode', 'birpc'],
  'src/engine.ts': ['birpc'],
  'src/cli.ts': [],
  'src/fileWorker.ts': [],
  'src/protocol.ts': ['zod'],
}

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
const filesIn = (folder: string, ends: RegExp) =>
  existsSync(join(projectRoot, folder))
    ? readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => ends.test(name))
        .map((name) => join(folder, name))
    : []
const codeIn = (folder: string) => filesIn(folder, /\.ts$/)
/** Relative ones as paths from the project's folder. */
const importsOf = (file: string) =>
  [...read(file).matchAll(/(?:(?:^|\s)(?:from|import) |\b(?:import|require)\()'([^'\s]+)'/gm)].map(([, to]) =>
    to!.startsWith('.') ? normalize(join(dirname(file), to!)) : to!,
  )
const strays = (files: string[], mayImport: (to: string) => boolean) =>
  files.flatMap((file) =>
    importsOf(file)
      .filter((to) => !mayImport(to))
      .map((to) => `${file} -> ${to}`),
  )
const isOf = (to: string, names: string[]) => names.some((name) => to === name || to.startsWith(`${name}/`))

describe('layers', () => {
  for (const [folder, { ours, packages }] of Object.entries(layers))
    it(`${folder} imports only what is below it`, () => {
      const isPure = folder === 'src/core' || folder === 'webview'
      const mayImport = (to: string) =>
        isOf(to, [folder, ...ours.map((name) => `src/${name}`), ...packages]) ||
        (to.startsWith('node:') && !isPure) ||
        (to === 'package.json' && folder === 'src/cli') ||
        (folder === 'webview' && to.startsWith('d3-'))
      assert.deepEqual(strays(codeIn(folder), mayImport), [])
    })
  for (const [file, packages] of Object.entries(roots))
    it(`${file} imports only us, and ${packages.join(', ') || 'no package'}`, () => {
      const mayImport = (to: string) => isOf(to, ['src', ...packages]) || to.startsWith('node:')
      assert.deepEqual(strays(existsSync(join(projectRoot, file)) ? [file] : [], mayImport), [])
    })
  it('every file of src is in a layer, or puts layers together', () => {
    const known = [...Object.keys(layers), ...Object.keys(roots), 'src/sql.d.ts']
    assert.deepEqual(
      codeIn('src').filter((file) => !isOf(file, known)),
      [],
    )
  })
  it('only sqlite imports the library, and only the editor imports vscode', () => {
    const importers = (name: string) => codeIn('src').filter((file) => importsOf(file).includes(name))
    assert.deepEqual(
      importers('better-sqlite3').filter((file) => !isOf(file, ['src/sqlite'])),
      [],
    )
    assert.deepEqual(
      importers('vscode').filter((file) => !isOf(file, ['src/vscode', 'src/extension.ts'])),
      [],
    )
  })
  it('the S3 client is in a file of its own, which only a bucket needs', () => {
    const importers = codeIn('src').filter((file) => importsOf(file).some((to) => to.startsWith('@aws-sdk/')))
    assert.deepEqual(importers, ['src/store/s3Sdk.ts'])
    const holders = filesIn('dist', /^\w+\.js$/).filter((file) => read(file).includes('ListObjectsV2Command'))
    assert.deepEqual(holders, ['dist/s3.js'])
  })
  it('core takes time and chance as arguments', () => {
    const impure =
      /Date\.now|new Date\(\)|Math\.random|\bprocess\.|\bperformance\.|\bcrypto\.|\bsetTimeout|\bglobalThis/
    assert.deepEqual(
      codeIn('src/core').filter((file) => impure.test(read(file))),
      [],
    )
  })
  it('no file is longer than 300 lines', () => {
    const files = ['src', 'webview'].flatMap((folder) => filesIn(folder, /\.(ts|css|sql|html)$/))
    assert.deepEqual(
      files.filter((file) => read(file).split('\n').length > 301),
      [],
    )
  })
})

describe('what is promised is there', () => {
  const manifest = JSON.parse(read('package.json')) as {
    contributes?: { commands?: { command: string }[]; menus?: Record<string, { command?: string }[]> }
  }
  const commands = (manifest.contributes?.commands ?? []).map(({ command }) => command).toSorted()
  const handlers = codeIn('src/vscode').flatMap((file) =>
    [...read(file).matchAll(/^\s*'(pedigree\.[A-Za-z.]+)':/gm)].map(([, id]) => id!),
  )
  it('every command of the manifest has a handler, and every handler is a command', () => {
    assert.deepEqual(handlers.toSorted(), commands)
  })
  it('every menu shows a command that there is', () => {
    const shown = Object.values(manifest.contributes?.menus ?? {}).flat()
    const ids = shown.flatMap(({ command = '' }) => (command.startsWith('pedigree.') ? [command] : []))
    assert.deepEqual(
      [...new Set(ids)].filter((id) => !commands.includes(id)),
      [],
    )
  })
  it('every text of the manifest is there, and every text there is used', () => {
    const used = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key!)
    const texts = Object.keys(JSON.parse(read('package.nls.json')) as object)
    assert.deepEqual([...new Set(used)].toSorted(), texts.toSorted())
  })
  it('every subcommand is in the table of the README, and the reverse', () => {
    const names = codeIn('src/cli').flatMap((file) =>
      [...read(file).matchAll(/program\s*\.command\('([a-z-]+)/g)].map(([, name]) => name!),
    )
    const rows = read('README.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
    const told = rows.flatMap((row) =>
      [...row.split(/(?<!\\)\|/)[1]!.matchAll(/`([a-z-]+)[^`]*`/g)].map(([, name]) => name!),
    )
    assert.deepEqual(names.toSorted(), [...new Set(told)].toSorted())
  })
})

describe('tests', () => {
  const tests = filesIn('test', /\.test\.ts$/)
  const contracts = filesIn('test', /\.contract\.ts$/)
  const folders = [
    'core',
    'store',
    'sqlite',
    'log',
    'index',
    'sources',
    'formats',
    'operations',
    'engine',
    'cli',
    'webview',
    's3',
    'simulation',
  ].map((name) => `test/${name}`)
  const cited = [...tests, ...contracts]
    .filter((file) => isOf(file, folders))
    .flatMap((file) =>
      [...read(file).matchAll(/['"`]([A-Z]{1,2}[1-9]\d?) \S/g)].map(([, rule]) => ({ rule: rule!, file })),
    )
  const rules = [...read('src/core/SPEC.md').matchAll(/^- \*\*([A-Z]{1,2}\d+)\*\* \S/gm)].map(([, rule]) => rule!)

  it('every rule has a number of its own, and a test', () => {
    assert.deepEqual(
      rules.filter((rule, i) => rules.indexOf(rule) !== i),
      [],
    )
    assert.deepEqual(
      rules.filter((rule) => !cited.some((citation) => citation.rule === rule)),
      [],
    )
  })
  it('every rule that a test cites is there', () => {
    assert.deepEqual(
      cited.filter(({ rule }) => !rules.includes(rule)),
      [],
    )
  })
  it('all are run', () => {
    assert.deepEqual(
      tests.filter((file) => /\b(?:it|describe|context)[.](?:only|skip)\(/.test(read(file))),
      [],
    )
  })
  it('all assert something', () => {
    assert.deepEqual(
      tests.filter((file) => !/\bassert\b|Contract\(/.test(read(file))),
      [],
    )
  })
})
