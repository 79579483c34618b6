import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cycloneProblems } from '../core/card/cycloneSchema'
import { projectRoot } from '../host/projectRoot'
import { Scratch } from './pedigree'

const readme = join(projectRoot, 'test', 'golden', 'cards', 'hf', '20-anchors.md')

describe('pedigree card export and import', () => {
  const scratch = new Scratch()
  before(async () => {
    await scratch.ok('init')
    await scratch.ok('register', 'rents-south', scratch.model('one'), '--metric', 'rmse=121.5', '--param', 'seed=7')
    await scratch.ok(
      'register',
      'rents-south',
      scratch.model('two', 'two'),
      '--metric',
      'rmse=119',
      '--parent',
      'rents-south@1',
    )
    copyFileSync(readme, scratch.path('README.md'))
  })
  after(() => scratch.remove())

  it('CX17 a card that nobody saved is exported as Hugging Face Markdown', async () => {
    const { text, format, mediaType, fileName, version } = await scratch.ok('card', 'export', 'rents-south@1')
    assert.deepEqual(
      { format, mediaType, fileName, version },
      { format: 'md', mediaType: 'text/markdown', fileName: 'README.md', version: 1 },
    )
    assert.match(text, /^---\nmodel-index:\n {2}- name: rents-south\n/)
    assert.match(text, /value: 121\.5/)
    assert.match(text, /\| `seed` \| `7` \|/)
  })
  it('CX15 an import tells what became of what, and is saved', async () => {
    const dry = await scratch.ok('card', 'import', 'rents-south@1', 'README.md', '--dry-run')
    assert.equal(dry.saved, false)
    assert.equal((await scratch.ok('card', 'show', 'rents-south@1')).saved, null)

    const { stdout, code } = await scratch.run('card', 'import', 'rents-south@1', 'README.md')
    assert.equal(code, 0)
    assert.match(stdout, /2\. Intended Use -> use\.primary/)
    assert.match(stdout, /keys of the front matter: license, defaults/)
    assert.match(stdout, /Saved the card of rents-south@1/)
    const { card, saved } = await scratch.ok('card', 'show', 'rents-south@1')
    assert.equal(card.statements['use.primary'], 'Estimates of rents.')
    assert.deepEqual(card.meta.run_b, { optimizer: 'adam', rate: 0.01 })
    assert.equal(saved.by.name, 'Ada')
    assert.match(JSON.stringify(await scratch.ok('log')), /card\.saved/)
  })
  it('CX15 what an import does not speak of stays', async () => {
    await scratch.ok('card', 'set', 'rents-south@1', '--field', 'use.oversight', '--text', 'A clerk decides.')
    scratch.write('OTHER.md', '---\nlicense: mit\ntags:\n---\n\n## Intended Use\n\nOther estimates.\n')
    const { replaced } = await scratch.ok('card', 'import', 'rents-south@1', 'OTHER.md')
    assert.deepEqual(replaced, ['use.primary'])
    const { card } = await scratch.ok('card', 'show', 'rents-south@1')
    assert.equal(card.statements['use.oversight'], 'A clerk decides.')
    assert.equal(card.statements['use.primary'], 'Other estimates.')
    assert.equal(card.meta.license, 'mit')
    assert.deepEqual(card.meta.tags, ['tabular', 'yes'])
    await scratch.ok('card', 'import', 'rents-south@1', 'README.md')
  })
  it('CX15 what was taken over is affirmed by an import that says it', async () => {
    const before = await scratch.ok('card', 'show', 'rents-south@2')
    assert.ok('use.primary' in before.card.inherited && 'risks' in before.card.inherited)
    scratch.write('PART.md', '## Intended Use\n\nEstimates of rents.\n')
    await scratch.ok('card', 'import', 'rents-south@2', 'PART.md')
    const { card } = await scratch.ok('card', 'show', 'rents-south@2')
    assert.equal(card.inherited['use.primary'], undefined)
    assert.ok('risks' in card.inherited)
  })
  it('CX4 CycloneDX is written to a file, and is valid', async () => {
    const { file } = await scratch.ok(
      'card',
      'export',
      'rents-south@2',
      '--format',
      'cyclonedx',
      '--output',
      'bom.json',
    )
    assert.equal(file, scratch.path('bom.json'))
    const document = JSON.parse(readFileSync(file, 'utf8'))
    assert.deepEqual(cycloneProblems(document), [])
    assert.deepEqual(document.metadata.component.pedigree.ancestors[0].name, 'rents-south')
    assert.deepEqual(document.metadata.component.modelCard.quantitativeAnalysis.performanceMetrics, [
      { type: 'rmse', value: '119' },
    ])
  })
  it('CX8 HTML, JSON and Annex IV are written, too', async () => {
    const html = await scratch.run('card', 'export', 'rents-south@2', '--format', 'html')
    assert.match(html.stdout, /^<!doctype html>/)
    assert.match(html.stdout, /Nobody has affirmed/)
    const json = JSON.parse((await scratch.run('card', 'export', 'rents-south@2', '--format', 'json')).stdout)
    assert.equal(json.facts.version, 2)
    assert.equal(json.statements['use.primary'], 'Estimates of rents.')
    assert.equal(json.annexIv.rows.length, 23)
    const annex = await scratch.ok('card', 'export', 'rents-south@2', '--format', 'annex-iv')
    assert.match(annex.text, /^# Annex IV coverage of rents-south 2\n/)
    assert.equal(annex.fileName, 'rents-south-2.annex-iv.md')
  })
  it('CX2 what is exported and imported into another version is the same card', async () => {
    await scratch.ok('card', 'export', 'rents-south@1', '--output', 'exported.md')
    await scratch.ok('register', 'other', scratch.model('three', 'three'))
    await scratch.ok('card', 'import', 'other@1', 'exported.md')
    const [one, other] = [
      await scratch.ok('card', 'show', 'rents-south@1'),
      await scratch.ok('card', 'show', 'other@1'),
    ]
    assert.deepEqual(other.card.statements, one.card.statements)
    assert.equal(other.card.others, one.card.others)
  })
  it('CX17 the card of a moment is exported as it was then', async () => {
    const at = new Date().toISOString()
    await new Promise((done) => setTimeout(done, 20))
    await scratch.ok('card', 'set', 'rents-south@1', '--field', 'use.primary', '--text', 'Estimates of later.')
    const [then, now] = [
      await scratch.ok('card', 'export', 'rents-south@1', '--at', at),
      await scratch.ok('card', 'export', 'rents-south@1'),
    ]
    assert.match(then.text, /Estimates of rents\./)
    assert.match(now.text, /Estimates of later\./)
  })

  const wrong: [string, string | Uint8Array, RegExp, number][] = [
    ['no UTF-8', new Uint8Array([0xff, 0xfe, 0x41, 0x00]), /UTF-8/, 2],
    ['broken YAML', '---\nlicense: "mit\n---\n# A\n', /line \d+, column \d+/, 2],
    ['a front matter without an end', '---\nlicense: mit\n', /has no end/, 2],
    ['more than 5 MiB', 'a'.repeat(5 * 1024 * 1024 + 1), /5 MiB/, 1],
    ['a program', '\u0000ELF\u0000', /no text/, 2],
  ]
  for (const [what, content, says, exit] of wrong)
    it(`CX14 ${what} is refused`, async () => {
      const { base } = await scratch.ok('card', 'show', 'rents-south@1')
      scratch.write('wrong.md', content)
      const { code, stderr } = await scratch.run('card', 'import', 'rents-south@1', 'wrong.md')
      assert.equal(code, exit, stderr)
      assert.match(stderr, says)
      assert.equal(stderr.trim().split('\n').length, 1)
      assert.equal((await scratch.ok('card', 'show', 'rents-south@1')).base, base)
    })
  type Misuse = [string, string[], RegExp]
  const misused: Misuse[] = [
    ['a file that is not there', ['import', 'rents-south@1', 'nowhere.md'], /nowhere\.md/],
    ['a folder', ['import', 'rents-south@1', '.'], /folder/],
    ['a format that is none', ['export', 'rents-south@1', '--format', 'pdf'], /no format "pdf".*annex-iv/],
    ['a version that is not there', ['export', 'rents-south@9'], /rents-south.*"9"/],
    [
      'a folder to write to that is not there',
      ['export', 'rents-south@1', '--output', 'no/such/file.md'],
      /no\/such\/file\.md/,
    ],
    ['a folder to write over', ['export', 'rents-south@1', '--output', 'one'], /one/],
    ...(existsSync('/dev/full')
      ? [
          [
            'a full disk',
            ['export', 'rents-south@1', '--output', '/dev/full'],
            /\/dev\/full: there is no room/,
          ] as Misuse,
        ]
      : []),
  ]
  for (const [what, args, says] of misused)
    it(`CX14 ${what} is told in one sentence`, async () => {
      const { code, stderr } = await scratch.run('card', ...args)
      assert.ok(code === 1 || code === 2, `${code} ${stderr}`)
      assert.match(stderr, says)
      assert.ok(!existsSync(scratch.path('no')))
    })
  it('CX14 an empty file changes nothing but is no error', async () => {
    mkdirSync(scratch.path('empty'), { recursive: true })
    scratch.write('empty/README.md', '')
    const { mapped, keys, replaced } = await scratch.ok('card', 'import', 'rents-south@1', 'empty/README.md')
    assert.deepEqual([mapped, keys, replaced], [[], [], []])
  })
  it('CX15 an import says that it replaces what is none of the sections', async () => {
    const imported = async (said: string) => {
      scratch.write('APART.md', `# Rents\n\n## Something Else Entirely\n\n${said}.\n`)
      return (await scratch.ok('card', 'import', 'rents-south@1', 'APART.md')).replaced as string[]
    }
    await imported('One')
    assert.deepEqual(await imported('One'), [])
    assert.deepEqual(await imported('Two'), ['others'])
  })
})
