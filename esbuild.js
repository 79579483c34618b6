// One table of everything that is built. `node esbuild.js [name…] [--watch]`
const { build, context } = require('esbuild')
const { cpSync, globSync, readdirSync, rmSync, statSync } = require('node:fs')

const common = { bundle: true, sourcemap: true, logLevel: 'warning', loader: { '.sql': 'text' } }
const node = {
  ...common,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  outdir: 'dist',
  mainFields: ['module', 'main'],
}

/** The S3 client is a file of its own, that only a registry in a bucket reads. */
const s3Apart = {
  name: 's3Apart',
  setup: ({ onResolve }) => onResolve({ filter: /\/s3Sdk$/ }, () => ({ path: './s3.js', external: true })),
}
const product = { ...node, minify: !process.argv.includes('--watch'), keepNames: true }
// `require`, as not every host of the engine lets a bundle import.
const program = { ...product, plugins: [s3Apart], supported: { 'dynamic-import': false } }

/** What the controls are made of is a file of its own, that all pages share. */
const uiApart = {
  name: 'uiApart',
  setup: ({ onResolve }) => onResolve({ filter: /\/ui$/ }, () => ({ path: './ui.js', external: true })),
}
const page = {
  ...common,
  platform: 'browser',
  target: 'chrome132',
  format: 'esm',
  outdir: 'dist/webview',
  minify: !process.argv.includes('--watch'),
}

const builds = {
  extension: { ...product, entryPoints: ['src/extension.ts'], external: ['vscode'] },
  engine: { ...program, entryPoints: ['src/engine.ts'] },
  cli: { ...product, entryPoints: ['src/cli.ts'], banner: { js: '#!/usr/bin/env node' }, external: ['./program'] },
  program: { ...program, entryPoints: ['src/cli/program.ts'] },
  s3: { ...product, entryPoints: { s3: 'src/store/s3Sdk.ts' } },
  fileWorker: { ...product, entryPoints: ['src/fileWorker.ts'] },
  ui: { ...page, entryPoints: ['webview/ui.ts'] },
  pages: { ...page, entryPoints: globSync('webview/{compare,lineage,timeline,review,card}.ts'), plugins: [uiApart] },
  tests: {
    ...node,
    entryPoints: globSync('test/**/*.ts'),
    outdir: 'dist/test',
    outbase: 'test',
    packages: 'external',
    external: ['vscode'],
  },
}

const words = process.argv.slice(2)
const wanted = words.filter((word) => !word.startsWith('--'))
const unknown = wanted.filter((name) => !(name in builds))
if (unknown.length) throw new Error(`no such build: ${unknown.join(', ')}; there are ${Object.keys(builds).join(', ')}`)

/** SQLite for every platform. A file that is there is left alone: a process that has it loaded would crash. */
function copyNative() {
  const from = 'node_modules/better-sqlite3/prebuilds'
  const size = (path) => statSync(path, { throwIfNoEntry: false })?.size
  for (const name of readdirSync(from)) {
    const [source, target] = [`${from}/${name}`, `dist/native/${name}`]
    if (size(source) === size(target)) continue
    rmSync(target, { force: true })
    cpSync(source, target)
  }
}

async function main() {
  copyNative()
  for (const [name, options] of Object.entries(builds)) {
    if (wanted.length && !wanted.includes(name)) continue
    if (words.includes('--watch')) await (await context(options)).watch()
    else await build(options)
  }
}

void main()
