import assert from 'node:assert/strict'
import { cli, Scratch } from './pedigree'

const whole = `---
license: mit
---
<!-- card:identity.contact -->
ada@example.com
<!-- card:use.primary -->
Calling customers who are likely to leave.
<!-- card:use.outOfScope -->
Prices, or anything that a customer is owed.
<!-- card:limits.known -->
Weak for customers who came lately.
<!-- card:data.training -->
Customers of one year.
`

describe('pedigree card', function () {
  this.timeout(60_000)
  const scratch = new Scratch()
  before(async () => {
    await scratch.ok('init')
    scratch.model('model', 'one')
    await scratch.ok('register', 'churn', 'model', '--metric', 'f1=0.9', '--param', 'seed=1')
  })
  after(() => scratch.remove())

  it('CA4 shows a draft, which is what --json says, too', async () => {
    const { stdout, stderr, code } = await scratch.run('card', 'show', 'churn@1')
    assert.equal(code, 0)
    assert.match(stdout, /^---\nx-pedigree:\n {2}v: 1\n---\n\n# churn 1\n<!-- card:summary -->/)
    assert.match(stdout, /\| `f1` \| 0\.9 \|/)
    assert.match(stderr, /Not saved yet: a draft\./)
    const json = await scratch.ok('card', 'show', 'churn@1')
    assert.deepEqual([json.saved, json.base, json.version, json.text.trimEnd()], [null, null, 1, stdout.trimEnd()])
  })
  it('CA7 lints a version, a file, and a file for a version: exit 1 with every error', async () => {
    const ran = await scratch.run('card', 'lint', 'churn@1')
    assert.equal(ran.code, 1)
    assert.match(
      ran.stdout,
      /^\d+: error: "Intended Use" is missing\. Say what it is for.* card\/required-section-missing$/m,
    )
    assert.match(ran.stdout, /\nNot complete: 6 errors, \d+ remarks?\.\n$/)
    scratch.write('CARD.md', '---\nlicense: mine\n---\n<!-- card:risks -->\nTODO\n')
    const file = await scratch.run('card', 'lint', 'CARD.md')
    assert.equal(file.code, 1)
    assert.match(file.stdout, /^CARD\.md:2: error: "mine" is no licence .*card\/license-unknown$/m)
    assert.match(file.stdout, /^CARD\.md:5: error: "Risks" still has a placeholder: TODO\. card\/placeholder$/m)
    const { complete, findings } = (await scratch.run('card', 'lint', 'CARD.md', '--of', 'churn@1', '--json')).json
    assert.equal(complete, false)
    assert.ok(
      findings.some(({ code, line }: { code: string; line: number }) => code === 'card/placeholder' && line === 5),
    )
  })
  it('CA4 saves a file, or what comes in, and says what it lacks', async () => {
    scratch.write('CARD.md', whole)
    const { stdout } = await scratch.run('card', 'set', 'churn@1', 'CARD.md')
    assert.match(stdout, /^Saved the card of churn@1: [0-9a-f]{12}\nComplete, \d+ remarks?\.\n$/)
    assert.equal((await scratch.run('card', 'lint', 'churn@latest')).code, 0)
    const json = await scratch.ok('card', 'set', 'churn@1', 'CARD.md')
    assert.deepEqual(Object.keys(json), ['model', 'version', 'id', 'card', 'findings', 'pending'])
    const piped = await scratch.program(
      'sh',
      '-c',
      `"${process.execPath}" "${cli}" card show churn@1 | "${process.execPath}" "${cli}" card set churn@1 - --json`,
    )
    assert.equal(piped.json?.card, json.card, piped.stderr)
    const { card, history } = await scratch.ok('show', 'churn@1')
    assert.equal(card.sha256, json.card)
    assert.equal(history.filter(({ type }: { type: string }) => type === 'card.saved').length, 1)
    assert.match(
      (await scratch.run('show', 'churn@1')).stdout,
      new RegExp(`Card .*${json.card.slice(0, 12)}, saved by Ada on `),
    )
    assert.match(
      (await scratch.run('log', 'churn')).stdout,
      new RegExp(`card\\.saved +churn@1 +${json.card.slice(0, 12)}`),
    )
  })
  it('CA5 saves single changes', async () => {
    await scratch.ok('card', 'set', 'churn@1', '--field', 'risks', '--text', '- Nagging. Mitigation: once a month.')
    await scratch.ok('card', 'set', 'churn@1', '--meta', 'license=apache-2.0', '--meta', 'language=en,de')
    const { card, text } = await scratch.ok('card', 'show', 'churn@1')
    assert.deepEqual(card.meta, { license: 'apache-2.0', language: ['en', 'de'] })
    assert.match(text, /## Risks\n<!-- card:risks -->\n\n- Nagging\. Mitigation: once a month\.\n/)
  })
  it('CA5 a comma makes a list only where there may be one', async () => {
    const before = (await scratch.ok('card', 'show', 'churn@1')).text as string
    await scratch.ok('card', 'set', 'churn@1', '--meta', 'license_name=Ours, Inc.', '--meta', 'tags=a, b')
    const { card } = await scratch.ok('card', 'show', 'churn@1')
    assert.deepEqual([card.meta.license_name, card.meta.tags], ['Ours, Inc.', ['a', 'b']])
    scratch.write('before.md', before)
    await scratch.ok('card', 'set', 'churn@1', 'before.md')
  })
  it('CA7 refuses bytes that come in and are no text', async () => {
    const ran = await scratch.program(
      'sh',
      '-c',
      `printf '\\377\\376' | "${process.execPath}" "${cli}" card set churn@1 - --json`,
    )
    assert.deepEqual([ran.code, ran.json?.error.code], [2, 'bad-file'], ran.stderr)
  })
  it('CA6 the next version takes over, and affirms', async () => {
    scratch.model('model', 'two')
    await scratch.ok('register', 'churn', 'model', '--metric', 'f1=0.91')
    const shown = await scratch.run('card', 'show', 'churn@2')
    assert.match(shown.stderr, /a draft, with 6 statements of churn@1 to be affirmed\./)
    const one = await scratch.run('card', 'set', 'churn@2', '--affirm', 'risks', '--affirm', 'use.primary')
    assert.match(one.stdout, /Not complete: 4 errors/)
    scratch.write('draft.md', (await scratch.ok('card', 'show', 'churn@2')).text)
    assert.match((await scratch.run('card', 'set', 'churn@2', '--affirm-all')).stdout, /\nComplete/)
    // Of the text that is given, not of the one that is there.
    await scratch.ok('card', 'set', 'churn@2', 'draft.md', '--affirm-all')
    assert.deepEqual((await scratch.ok('card', 'show', 'churn@2')).card.inherited, {})
  })
  it('CA8 refuses one that is based on another, and says how to go on', async () => {
    const ran = await scratch.run('card', 'set', 'churn@1', 'CARD.md', '--base', 'none', '--json')
    assert.deepEqual([ran.code, ran.json.error.code], [1, 'card-changed'])
    assert.match(ran.json.error.hint, /pedigree card show churn@1.*--base [0-9a-f]{12}/)
    assert.equal(ran.json.card, (await scratch.ok('card', 'show', 'churn@1')).base)
  })
  it('CA14 shows what was saved then', async () => {
    const ran = await scratch.run('card', 'show', 'churn@1', '--at', '2020-01-01', '--json')
    assert.deepEqual([ran.code, ran.json.error.code], [1, 'before-registry'])
    assert.equal((await scratch.ok('card', 'show', 'churn@1', '--at', '2999-01-01')).saved.by.name, 'Ada')
  })

  const wrong: [string, string[], number, string, RegExp][] = [
    ['nothing to save', ['set', 'churn@1'], 2, 'bad-usage', /nothing to save/],
    ['a file that is not there', ['set', 'churn@1', 'gone.md'], 1, 'no-such-path', /gone\.md/],
    ['a folder', ['set', 'churn@1', 'model'], 2, 'bad-file', /it is a folder/],
    ['a file that is no text', ['set', 'churn@1', 'image.png'], 2, 'bad-file', /no text in UTF-8/],
    ['a file that is too large', ['set', 'churn@1', 'huge.md'], 1, 'card-too-large', /6\.0 MiB/],
    [
      'a section that is none',
      ['set', 'churn@1', '--field', 'limits.know', '--text', 'x'],
      2,
      'bad-usage',
      /Did you mean "limits\.known"/,
    ],
    [
      'a key of the front matter for a section',
      ['set', 'churn@1', '--field', 'license', '--text', 'x'],
      2,
      'bad-usage',
      /--meta license=/,
    ],
    ['what only we write', ['set', 'churn@1', '--meta', 'x-pedigree=1'], 2, 'bad-usage', /by Pedigree alone/],
    ['a section without a text', ['set', 'churn@1', '--field', 'risks'], 2, 'bad-usage', /--field and --text/],
    ['a key without a value', ['set', 'churn@1', '--meta', 'license'], 2, 'bad-usage', /no key with a value/],
    [
      'a key of a card that cannot be read',
      ['set', 'churn@1', 'broken.md', '--meta', 'license=mit'],
      1,
      'card-unreadable',
      /line 4/,
    ],
    [
      'to show a conflict where there is none',
      ['show', 'churn@1', '--conflict'],
      2,
      'bad-usage',
      /No card of churn@1 of yours was refused/,
    ],
    ['a version that is not there', ['show', 'churn@9'], 1, 'no-such-version', /churn.*"9"/],
    ['a version to lint that is not there', ['lint', 'churn@9'], 1, 'no-such-version', /churn.*"9"/],
    ['a file to lint that is not there', ['lint', 'CARDS.md'], 1, 'no-such-path', /CARDS\.md/],
  ]
  for (const [title, args, exit, code, says] of wrong)
    it(`CA7 refuses ${title}`, async () => {
      scratch.write('image.png', new Uint8Array([0x89, 0xff, 0xfe]))
      scratch.write('huge.md', 'x'.repeat(6 * 1024 * 1024))
      scratch.write('broken.md', '---\na: b\nc: [\n---\n')
      const { code: exited, json } = await scratch.run('card', ...args, '--json')
      assert.deepEqual([exited, json?.error?.code], [exit, code], JSON.stringify(json))
      assert.match(`${json.error.message} ${json.error.hint}`, says)
    })
})
