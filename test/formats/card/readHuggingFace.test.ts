import assert from 'node:assert/strict'
import { fromHuggingFace } from '../../../src/core/card/fromHuggingFace'
import { huggingFaceText } from '../../../src/formats/card/huggingFaceText'
import { readHuggingFace } from '../../../src/formats/card/readHuggingFace'
import { refuses } from '../../refuses'

const read = (text: string) => readHuggingFace(text, 'README.md')
const front = (yaml: string) => read(`---\n${yaml}\n---\nbody`).meta

describe('reading a Hugging Face card', () => {
  const broken: [string, string, RegExp][] = [
    ['an open quote', '---\nlicense: "mit\n---\n', /line \d+, column \d+/],
    ['a tab', '---\nlicense:\n\t- mit\n---\n', /line 3, column \d+/],
    ['a key twice', '---\na: 1\nb: 2\na: 3\n---\n', /line 4, column 1: .*unique/],
    ['an open bracket', '---\ntags: [a, b\nlicense: mit\n---\n', /line \d+, column \d+/],
    ['a list', '---\n- a\n- b\n---\n', /line 2, column 1: it has no keys/],
    ['a word', '---\nword\n---\n', /it has no keys/],
    ['no end', '---\nlicense: mit\n', /begins on line 1 and has no end/],
    ['an unknown alias', '---\na: *b\n---\n', /no YAML: line \d+, column \d+/],
    [
      'too many aliases',
      `---\na: &a [x]\n${'bcdefgh'.replace(/./g, (key) => `${key}: &${key} [${`*${String.fromCharCode(key.charCodeAt(0) - 1)},`.repeat(20)}]\n`)}---\n`,
      /README\.md: /,
    ],
    ['what is too deep', `---\na: ${'['.repeat(5000)}\n---\n`, /nested too deeply/],
    ['zeros', '---\na: b\n---\n\0', /it is no text/],
  ]
  for (const [what, text, says] of broken)
    it(`CX14 ${what} is refused in one sentence`, () => {
      const { message } = refuses(() => read(text), 'bad-file')
      assert.match(message, says)
      assert.doesNotMatch(message, /\n/)
    })

  const values: [string, unknown][] = [
    ['version: 1.10', { version: '1.10' }],
    ['version: 1.5', { version: 1.5 }],
    ['revisions: [1.0, 2]', { revisions: ['1.0', 2] }],
    ['value: 0.90', { value: 0.9 }],
    ['long: 12345678901234567890', { long: '12345678901234567890' }],
    ['a: .nan', { a: 'NaN' }],
    ['a: no\nb: on\nc: yes', { a: 'no', b: 'on', c: 'yes' }],
    ['a: 2024-01-31', { a: '2024-01-31' }],
    ['a: &x {b: 1}\nc: {<<: *x, d: 2}', { a: { b: 1 }, c: { b: 1, d: 2 } }],
    ['a: !!python/object:os.system ls', { a: 'ls' }],
    ['__proto__: {polluted: true}\nconstructor: 1', JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}')],
    ['', {}],
    ['# only a comment', {}],
  ]
  for (const [yaml, expected] of values)
    it(`CX16 ${yaml.replace(/\n/g, ', ') || 'nothing'} is kept`, () => {
      const meta = front(yaml)
      assert.deepEqual(meta, expected)
      assert.equal(({} as { polluted?: boolean }).polluted, undefined)
      assert.deepEqual(read(huggingFaceText(meta, 'body')).meta, expected)
    })
  it('CX16 words that older YAML takes for something else are quoted', () => {
    const text = huggingFaceText({ language: 'no', a: ['on', 'y', '1:30', '2024-01-31', '~', 'null'] }, '')
    assert.match(text, /language: "no"/)
    for (const word of ['on', 'y', '1:30', '2024-01-31', '~', 'null']) assert.ok(text.includes(`- "${word}"\n`), text)
  })
  it('CX3 a line of dashes further down is no front matter', () => {
    assert.deepEqual(read('# A\n\n---\na: b\n---\n'), { meta: {}, markdown: '# A\n\n---\na: b\n---\n' })
    assert.deepEqual(read('---\n---\n'), { meta: {}, markdown: '' })
    assert.deepEqual(read(''), { meta: {}, markdown: '' })
    assert.deepEqual(read('\uFEFF---\r\na: b\r\n---\r\nx\r\n'), { meta: { a: 'b' }, markdown: 'x\n' })
  })

  const bodies: [string, string, Record<string, string>, string][] = [
    ['the text above all headings', 'One.\n\nTwo.', { summary: 'One.\n\nTwo.' }, ''],
    ['a title', '# Larch\n\nA tree.', { summary: '**Larch**\n\nA tree.' }, ''],
    ['the title of the template', '# Model Card for Model ID\n\nA tree.', { summary: 'A tree.' }, ''],
    ['the title of the template, unfilled', '# Model Card for {{ model_id }}\n\n{{ model_summary }}', {}, ''],
    ['another level', '###### OUT-OF-SCOPE USE:\n\nNone.', { 'use.outOfScope': 'None.' }, ''],
    ['numbers and emoji', '## 2.1 🚧 **Limitations** ##\n\nMany.', { 'limits.known': 'Many.' }, ''],
    ['a link', '## [Citation](https://example.com)\n\nMe.', { cite: 'Me.' }, ''],
    ['what is needed', '## Uses\n\n[More Information Needed]\n\n## Glossary\n\n**More Information needed**', {}, ''],
    [
      'what is needed in part',
      '## Uses\n\n- **A:** [More Information Needed]\n- **B:** yes',
      { 'use.primary': '- **B:** yes' },
      '',
    ],
    ['an unknown heading', '# X\n\n## Poems\n\nRoses.', { summary: '**X**' }, '## Poems\n\nRoses.'],
    [
      'an unknown one below',
      '## Uses\n\nA.\n\n### Poems\n\nRoses.',
      { 'use.primary': 'A.\n\n### Poems\n\nRoses.' },
      '',
    ],
    [
      'a known one below an unknown one',
      '# X\n\n## Poems\n\n### Results\n\nRoses.',
      { summary: '**X**' },
      '## Poems\n\n### Results\n\nRoses.',
    ],
    [
      'one that is there twice',
      '## Results\n\nA.\n\n## Results\n\nB.',
      { 'eval.overall': 'A.\n\n**Results**\n\nB.' },
      '',
    ],
    [
      'our own comments',
      '# churn 2\n<!-- card:summary -->\n\nWho leaves?\n\n## Intended Use\n<!-- card:use.primary -->\n\nA.',
      { summary: 'Who leaves?', 'use.primary': 'A.' },
      '',
    ],
    [
      'what we wrote ourselves',
      '## Uses\n\n<!-- auto:begin use.primary sha256=1 -->\nOurs.\n<!-- auto:end -->\n\nTheirs.',
      { 'use.primary': 'Theirs.' },
      '',
    ],
    ['code', '## Uses\n\n```\n## Results\n```', { 'use.primary': '```\n## Results\n```' }, ''],
    ['code without an end', '## Uses\n\n```\n## Results', { 'use.primary': '```\n## Results' }, ''],
    [
      'a comment without an end',
      '## Uses\n\nA.\n\n<!-- b\n\n## Results',
      { 'use.primary': 'A.\n\n<!-- b\n\n## Results' },
      '',
    ],
    ['an element without an end', '<div>\n\n## Uses\n\nA.', { summary: '<div>', 'use.primary': 'A.' }, ''],
    ['a heading with marks behind it', '## Uses ##\n\nA.\n\n## C#\n\nB.', { 'use.primary': 'A.' }, '## C#\n\nB.'],
    ['a heading without words', '# X\n\n##\n\nA.', { summary: '**X**' }, '##\n\nA.'],
    ['only a heading', '## Results', {}, ''],
    ['a table below a line', '## Uses\n\na | b\n--|--\n1 | 2', { 'use.primary': 'a | b\n--|--\n1 | 2' }, ''],
  ]
  for (const [what, markdown, statements, others] of bodies)
    it(`CX3 ${what} is found`, () => {
      const { card } = fromHuggingFace({}, markdown)
      assert.deepEqual(card.statements, statements)
      assert.equal(card.others, others)
    })
  it('CX9 much of anything is read', () => {
    const pieces = [
      '# a\n',
      '<!-- ',
      '```\n',
      '[More Information Needed]\n',
      '<div>\n',
      'a\n-\n',
      '<!-- auto:begin x -->\n',
      '{{ a }}',
      '- **a:** ',
      '## Results\n\nx\n\n',
      ' ',
      '\t',
      '[',
      '<',
      '<!-- Provide a quick summary ',
    ]
    for (const piece of pieces) {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length))
      for (const markdown of [text, `# a${text}b\n\nText.`, `## Uses\n\n<!-- ${text}b`])
        assert.deepEqual(fromHuggingFace({}, markdown).card.meta, {})
    }
  }).timeout(60_000)
})
