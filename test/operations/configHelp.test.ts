import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { completionsAt, descriptionAt } from '../../src/operations/configHelp'
import { configSchema } from '../../src/operations/configSchema'
import { projectRoot } from '../host/projectRoot'

const known = { models: ['churn', 'fraud-detector'], metrics: ['f1', 'recall'] }
/** The cursor is at the mark. */
const complete = (marked: string) => completionsAt(marked.replace('▮', ''), marked.indexOf('▮'), known)
const model = (...lines: string[]) => ['models:', '  m:', ...lines.map((line) => `    ${line}`)].join('\n')

const policyKeys = 'stages exclusive aliases metrics override gates signers promoteOnPass notify retention'.split(' ')
const kinds = 'metric parity after signature card recorded files check approvals'.split(' ')

const rows: [name: string, text: string, labels: string[]][] = [
  ['the keys of the file', '▮', ['registry', 's3', 'keys', 'models']],
  ['the keys of the file that are not there yet', 'registry: here\n▮\nmodels: {}\n', ['s3', 'keys']],
  ['the settings of a bucket', 's3: { ▮ }', ['region', 'endpoint', 'profile', 'forcePathStyle', 'createOnly']],
  ['true and false', 's3: { forcePathStyle: ▮ }', ['true', 'false']],
  ['the names of models', 'models:\n  ▮', ['churn', 'fraud-detector']],
  ['the names of models that have none yet', 'models:\n  churn: {}\n  f▮\n', ['fraud-detector']],
  ['the keys of a policy', model('▮'), policyKeys],
  [
    'the keys of a policy between others',
    model('stages: [a]', 'ga▮', 'override: never'),
    policyKeys.filter((key) => !['stages', 'override'].includes(key)),
  ],
  ['the keys of a policy in braces', 'models: { m: { ▮ } }', policyKeys],
  ['what a key may be', model('override: ▮'), ['allowed', 'never']],
  ['what a key may be, half written', model('override: nev▮'), ['allowed', 'never']],
  ['stages', model('stages: [dev, test, prod]', 'exclusive: [▮]'), ['dev', 'test', 'prod']],
  ['stages as entries of a list', model('stages: [dev, prod]', 'exclusive:', '  - ▮'), ['dev', 'prod']],
  ['stages as entries of a list that is not begun', model('stages: [dev, prod]', 'exclusive:', '  ▮'), ['dev', 'prod']],
  ['stages in front of which rules stand', model('gates:', '  production: []', '  ▮'), ['staging', 'shadow']],
  ['the usual stages', model('stages: [▮]'), ['staging', 'shadow', 'production']],
  ['the aliases that are usual', model('aliases:', '  ▮'), ['champion', 'rollback']],
  ['what is said of an alias', model('aliases: { best: { ▮ } }'), ['follows', 'gate']],
  ['stages that an alias can follow', model('aliases: { best: { follows: ▮ } }'), ['production']],
  ['stages whose gate an alias has', model('stages: [dev, prod]', 'aliases: { best: { gate: ▮ } }'), ['dev', 'prod']],
  ['metrics', model('metrics: { f1: higher, ▮ }'), ['recall']],
  ['directions', model('metrics: { f1: ▮ }'), ['higher', 'lower']],
  ['kinds of rules', model('gates:', '  production:', '    - ▮'), kinds],
  ['kinds of rules in a list that is not begun', model('gates:', '  production:', '    ▮'), kinds],
  ['kinds of rules before others', model('gates:', '  production:', '    - ▮', '    - metric: f1'), kinds],
  [
    'what is said of a metric',
    model('gates:', '  production:', '    - metric: f1', '      min: 1', '      ▮'),
    ['max', 'slices', 'dataset', 'against', 'tolerance', 'anyDataset'],
  ],
  [
    'what is said of a metric in braces',
    model('gates:', '  production:', '    - { metric: f1, ▮ }'),
    ['min', 'max', 'slices', 'dataset', 'against', 'tolerance', 'anyDataset'],
  ],
  [
    'metrics that were recorded',
    model('metrics: { auc: higher }', 'gates:', '  production:', '    - metric: ▮'),
    ['auc', 'f1', 'recall'],
  ],
  [
    'what to compare with',
    model('aliases: { best: {} }', 'gates: { production: [{ metric: f1, against: ▮ }] }'),
    ['staging', 'shadow', 'production', 'champion', 'rollback', 'best', 'parent'],
  ],
  ['earlier stages', model('gates: { production: [{ after: ▮ }] }'), ['staging', 'shadow']],
  ['the only word there is', model('gates: { production: [{ card: ▮ }] }'), ['complete']],
  ['what can be on record', model('gates: { production: [{ recorded: [code, ▮] }] }'), ['code', 'data', 'environment']],
  ['what is said of approvals', model('gates: { production: [{ approvals: { ▮ } }] }'), ['count', 'from', 'signed']],
  [
    'people with a key',
    `keys: { ada@example.com: x }\n${model('gates: { production: [{ approvals: { from: [▮] } }] }')}`,
    ['ada@example.com'],
  ],
  ['who signs', `keys: { ada@example.com: x }\n${model('signers: { production: [▮] }')}`, ['ada@example.com']],
  ['what is signed', model('signers: { ▮ }'), ['staging', 'shadow', 'production', 'policy']],
  ['notices', model('notify: [{ on: [▮] }]'), ['gate.failed', 'stage.entered', 'rollback', 'drift']],
  [
    'classes of storage',
    model('retention:', '  storageClass: GL▮'),
    ['STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'],
  ],
  [
    'keys in a file that is broken further down',
    model('over▮', 'gates: [', 'x: {'),
    policyKeys.filter((key) => key !== 'gates'),
  ],
  ['keys where another is renamed', model('over▮ride: never'), policyKeys],
  ['nothing in a comment', model('# ov▮'), []],
  ['nothing where anything may stand', 'registry: ▮', []],
]

describe('help for the policy file', () => {
  for (const [name, text, labels] of rows)
    it(`Z10 completes ${name}`, () => {
      assert.deepEqual(
        complete(text).items.map(({ label }) => label),
        labels,
      )
    })

  const texts: [name: string, text: string, label: string, after: string][] = [
    ['a key, with its colon', model('▮'), 'override', model('override: ')],
    ['a key that opens a list', model('▮'), 'stages', model('stages:')],
    ['a key whose colon is there', model('gat▮e: {}'), 'gates', model('gates: {}')],
    ['a key in braces', 'models: { m: { al▮ } }', 'aliases', 'models: { m: { aliases:  } }'],
    ['the first entry of a list', model('exclusive:', '  ▮'), 'production', model('exclusive:', '  - production')],
    [
      'the first rule',
      model('gates:', '  production:', '    ▮'),
      'check',
      model('gates:', '  production:', '    - check: '),
    ],
    ['a value in quotes', model('override: "▮"'), 'never', model('override: "never"')],
  ]
  for (const [name, marked, label, after] of texts)
    it(`Z10 writes ${name}`, () => {
      const text = marked.replace('▮', '')
      const { from, to, items } = complete(marked)
      const item = items.find((other) => other.label === label)
      assert.equal(`${text.slice(0, from)}${item?.text}${text.slice(to)}`, after)
    })
  it('Z10 puts names that YAML would read otherwise into quotes', () => {
    const names = { models: ['*x', 'true', '3', 'a b'], metrics: [] }
    assert.deepEqual(
      completionsAt('models:\n  ', 10, names).items.map(({ text }) => text),
      ['"*x":', '"true":', '"3":', 'a b:'],
    )
  })
  it('Z10 answers whatever is typed, and wherever', () => {
    const text = 'models: { m: [a, { gates: *x, &y\n "a: \n - b: {]\n<<: *y\n? [a]\n: |\n  x\n'
    for (let offset = 0; offset <= text.length; offset++)
      assert.ok(Array.isArray(completionsAt(text, offset, known).items) && descriptionAt(text, offset) !== null)
  })

  const told: [text: string, says: RegExp | undefined][] = [
    [model('over▮ride: never'), /^May a failed gate be overridden.*One of allowed, never\.$/],
    [model('override: ne▮ver'), /^May a failed gate be overridden/],
    [model('gates: { pro▮duction: [] }'), /^The rules in front of each stage\.$/],
    [model('gates: { production: [{ metric: f1, m▮in: 1 }] }'), /^At least this\.$/],
    [model('gates: { production: [{ car▮d: complete }] }'), /model card/],
    ['regis▮try: x', /^A folder, or s3:/],
    ['nonsense: ▮x', undefined],
    ['# not▮hing', undefined],
  ]
  for (const [marked, says] of told)
    it(`Z10 describes ${marked.split('\n').at(-1)!.trim()}`, () => {
      const found = descriptionAt(marked.replace('▮', ''), marked.indexOf('▮'))
      if (says) assert.match(found?.text ?? '', says)
      else assert.equal(found, undefined)
    })

  it('Z11 has a published schema: media/schemas/pedigree.schema.json', () => {
    const path = join(projectRoot, 'media/schemas/pedigree.schema.json')
    const text = `${JSON.stringify(configSchema(), undefined, 2)}\n`
    if (process.env['UPDATE_GOLDEN']) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    }
    assert.equal(readFileSync(path, 'utf8'), text)
  })
})
