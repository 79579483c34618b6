import assert from 'node:assert/strict'
import { parseDocument } from 'yaml'
import { policyFile } from '../../src/operations/policyFile'

/** A policy for `m`, whose lines come after three others; of each line and column below, the text is the first there. */
const model = (...lines: string[]) =>
  ['registry: here', 'models:', '  m:', ...lines.map((line) => `    ${line}`)].join('\n')
const rule = (...lines: string[]) =>
  model('gates:', '  production:', ...lines.map((line, i) => (i ? `      ${line}` : `    - ${line}`)))
const key = 'ssh-ed25519 AAAA'

type Row = [rule: string, text: string, at: string, message: string | RegExp]
const errors: Row[] = [
  // Shapes
  ['Z1 shape', model('override: mybe'), '4:15', '"override" has to be allowed or never, not "mybe".'],
  ['Z1 shape', model('override:'), '4:5', '"override" has to be allowed or never, but nothing is there.'],
  ['Z1 shape', model('stages: production'), '4:13', '"stages" has to be a list, not "production".'],
  ['Z1 shape', model('stages: []'), '4:5', '"stages" is empty.'],
  ['Z1 shape', model('stages: [a, 3]'), '4:17', 'Entry 2 of "stages" has to be text, not 3.'],
  ['Z1 shape', model('stages: ["a/b"]'), '4:14', /^Entry 1 of "stages" cannot be "a\/b": a stage has up to 64 letters/],
  ['Z1 shape', model('gates: { 1st: [] }'), '4:14', /^"1st" cannot stand here: a stage has up to 64 letters/],
  [
    'Z1 shape',
    model('promoteOnPass: { staging: yes please }'),
    '4:31',
    '"staging" has to be true or false, not "yes please".',
  ],
  ['Z1 shape', model('notify: [{ url: https://x.example, on: [drift] }]'), '4:21', /^"url" cannot be .*env:PEDIGREE_/],
  ['Z1 shape', model('retention: { storageClass: GLACIER }'), '4:5', '"coldAfter" is missing.'],
  [
    'Z1 shape',
    model('retention: { coldAfter: 90, storageClass: GLACIER }'),
    '4:29',
    '"coldAfter" has to be text, not 90.',
  ],
  [
    'Z1 shape',
    model('retention: { coldAfter: 90 d, storageClass: GLACIER }'),
    '4:29',
    /^"coldAfter" cannot be "90 d": a time/,
  ],
  [
    'Z1 shape',
    model('retention: { keepProduction: 2.5, coldAfter: 9d, storageClass: GLACIER }'),
    '4:34',
    '"keepProduction" has to be a whole number, not 2.5.',
  ],
  [
    'Z1 shape',
    model('retention: { keepProduction: -5, coldAfter: 9d, storageClass: GLACIER }'),
    '4:34',
    '"keepProduction" has to be 0 or more.',
  ],
  ['Z1 shape', 'models: [a]', '1:1', '"models" has to be a mapping of keys to values, not a list.'],
  ['Z1 shape', 'models:\n  m:', '2:3', '"m" has to be a mapping of keys to values, but nothing is there.'],
  ['Z1 shape', '- a', '1:1', 'The file has to be a mapping of keys to values, not a list.'],
  ['Z1 shape', 'keys: { ada@example.com: nonsense }', '1:26', /^"ada@example.com" cannot be "nonsense": a public key/],
  ['Z1 shape', 'keys: { ada@example.com: 3 }', '1:26', '"ada@example.com" has to be text or a list, not 3.'],
  [
    'Z1 shape',
    `keys: { ada@example.com: ["${key}", x] }`,
    '1:47',
    /^Entry 2 of "ada@example.com" cannot be "x": a public key/,
  ],
  ['Z1 shape', 'keys: { ad: x }', '1:9', /^"ad" cannot stand here/],
  [
    'Z1 shape',
    's3: { endpoint: localhost }',
    '1:17',
    '"endpoint" cannot be "localhost": an address starts with http:// or https://.',
  ],
  ['Z1 shape', rule('metric: f1', 'min: high'), '7:16', '"min" has to be a number, not "high".'],
  ['Z1 shape', rule('metric: f1', 'min: .nan'), '7:16', '"min" has to be a number, not NaN.'],
  ['Z1 shape', rule('metric: f1', 'max: .inf'), '7:16', '"max" has to be a number, not Infinity.'],
  ['Z1 shape', rule('metric: ""', 'min: 1'), '6:19', '"metric" is empty.'],
  [
    'Z1 shape',
    rule('metric: f1', 'against: production', 'tolerance: 1 %'),
    '8:22',
    /^"tolerance" cannot be "1 %": a tolerance is/,
  ],
  ['Z1 shape', rule('metric: f1', 'against: production', 'tolerance: -1'), '8:22', '"tolerance" has to be 0 or more.'],
  [
    'Z1 shape',
    rule('metric: f1', 'against: production', 'tolerance: true'),
    '8:22',
    '"tolerance" has to be a number or text, not true.',
  ],
  ['Z1 shape', rule('parity: f1', 'maxGap: 0.1'), '6:11', '"across" is missing.'],
  [
    'Z1 shape',
    rule('recorded: [code, datum]'),
    '6:28',
    'Entry 2 of "recorded" has to be code, data or environment, not "datum".',
  ],
  ['Z1 shape', rule('approvals: { count: 0 }'), '6:31', '"count" has to be more than 0.'],
  ['Z1 shape', rule('approvals: { count: 101 }'), '6:31', '"count" has to be 100 or less.'],
  ['Z1 shape', rule('signature: the same'), '6:22', '"signature" has to be compatible, not "the same".'],

  // Unknown keys
  ['Z2 unknown key', 'registri: here', '1:1', 'Unknown key "registri"; did you mean "registry"?'],
  ['Z2 unknown key', 's3:\n  regin: x', '2:3', 'Unknown key "regin"; did you mean "region"?'],
  ['Z2 unknown key', model('stages: [a]', 'gate: {}'), '5:5', 'Unknown key "gate"; did you mean "gates"?'],
  [
    'Z2 unknown key',
    model('aliases: { champ: { folows: production } }'),
    '4:25',
    'Unknown key "folows"; did you mean "follows"?',
  ],
  ['Z2 unknown key', model('notify: [{ url: env:PEDIGREE_X, on: [drift], wen: x }]'), '4:50', 'Unknown key "wen".'],
  ['Z2 unknown key', rule('metric: f1', 'mni: 0.9', 'max: 1'), '7:11', 'Unknown key "mni"; did you mean "min"?'],
  ['Z2 unknown key', rule('approvals: { count: 1, form: [a@b] }'), '6:34', 'Unknown key "form"; did you mean "from"?'],
  [
    'Z2 unknown key',
    rule('metric: f1', 'min: 1', 'zzzzzzzz: 1'),
    '8:11',
    'Unknown key "zzzzzzzz"; known here: max, slices, dataset, against, tolerance, anyDataset.',
  ],

  // Kinds of rules
  [
    'Z3 kind of rule',
    rule('min: 0.9'),
    '6:11',
    /^A rule has one of the keys metric, parity, .*approvals; this one has none\.$/,
  ],
  ['Z3 kind of rule', rule('metrc: f1', 'min: 0.9'), '6:11', 'Unknown key "metrc"; did you mean "metric"?'],
  [
    'Z3 kind of rule',
    rule('metric: f1', 'parity: f1', 'min: 0.9'),
    '7:11',
    'A rule is either metric or parity, not both; write two rules.',
  ],
  ['Z3 kind of rule', rule('metric'), '6:11', /^A rule has one of the keys .*, not "metric"\.$/],
  [
    'Z3 kind of rule',
    model('gates:', '  production:', '    metric: f1'),
    '5:7',
    '"production" has to be a list, not a mapping.',
  ],

  // What is named and not there
  [
    'Z4 not there',
    model('exclusive: [prodution]'),
    '4:17',
    'There is no stage "prodution"; did you mean "production"?',
  ],
  [
    'Z4 not there',
    model('stages: [dev, prod]', 'exclusive: [test]'),
    '5:17',
    'There is no stage "test"; known here: dev, prod.',
  ],
  [
    'Z4 not there',
    model('exclusive: [Production]'),
    '4:17',
    'There is no stage "Production"; did you mean "production"?',
  ],
  ['Z4 not there', model('exclusive: [archived]'), '4:17', 'Every version may be in "archived", and many at a time.'],
  ['Z4 not there', model('aliases: { a: { follows: prd } }'), '4:30', /^There is no stage "prd"/],
  [
    'Z4 not there',
    model('aliases: { a: { gate: shdow } }'),
    '4:27',
    'There is no stage "shdow"; did you mean "shadow"?',
  ],
  [
    'Z4 not there',
    model('gates: { prodction: [] }'),
    '4:14',
    'There is no stage "prodction"; did you mean "production"?',
  ],
  ['Z4 not there', model('gates: { Archived: [] }'), '4:14', 'Every version may be in "Archived", and many at a time.'],
  [
    'Z4 not there',
    model('promoteOnPass: { stging: false }'),
    '4:22',
    'There is no stage "stging"; did you mean "staging"?',
  ],
  [
    'Z4 not there',
    model('signers: { stging: [a@b] }') + `\nkeys: { a@b: ${key} }`,
    '4:16',
    'There is no stage "stging"; did you mean "staging"?',
  ],
  ['Z4 not there', rule('after: shdow'), '6:18', 'There is no stage "shdow"; did you mean "shadow"?'],
  [
    'Z4 not there',
    model('signers: { production: [ada@example.com] }'),
    '4:29',
    'There is no key of ada@example.com: it has to be under "keys".',
  ],
  [
    'Z4 not there',
    `${model('signers: { policy: [ad@example.com] }')}\nkeys: { ada@example.com: ${key} }`,
    '4:25',
    'There is no key of ad@example.com; did you mean "ada@example.com"?',
  ],
  [
    'Z4 not there',
    rule('approvals: { count: 1, from: [ada@example.com], signed: true }'),
    '6:41',
    'There is no key of ada@example.com: it has to be under "keys".',
  ],
  [
    'Z4 not there',
    rule('approvals: { count: 1, signed: true }'),
    '6:42',
    'Nobody can sign: "keys" has no key of anybody.',
  ],

  // Contradictions
  ['Z5 contradiction', model('stages: [dev, prod, dev]'), '4:25', '"dev" is there already.'],
  ['Z5 contradiction', model('stages: [dev, prod, Dev]'), '4:25', '"Dev" is there already, as "dev".'],
  ['Z5 contradiction', model('stages: [none, prod, None]'), '4:26', '"None" is there already, as "none".'],
  [
    'Z5 contradiction',
    model('stages: [latest, prod]'),
    '4:14',
    '"latest" cannot be a stage: it means something else where stages are named.',
  ],
  ['Z5 contradiction', model('stages: [v3, prod]'), '4:14', /^"v3" cannot be a stage/],
  ['Z5 contradiction', model('stages: [policy, prod]'), '4:14', /^"policy" cannot be a stage/],
  ['Z5 contradiction', model('stages: [Parent, prod]'), '4:14', /^"Parent" cannot be a stage/],
  ['Z5 contradiction', model('stages: [None, Archived]'), '4:5', 'There is no stage between none and archived.'],
  ['Z5 contradiction', model('exclusive: [production, production]'), '4:29', '"production" is there already.'],
  ['Z5 contradiction', model('aliases: { latest: {} }'), '4:16', /^"latest" cannot be an alias: "latest" always means/],
  [
    'Z5 contradiction',
    model('aliases: { 3: {} }'),
    '4:16',
    /^"3" cannot be an alias: it would read as a version number/,
  ],
  [
    'Z5 contradiction',
    model('aliases: { Shadow: {} }'),
    '4:16',
    /^"Shadow" cannot be an alias: it is the name of a stage/,
  ],
  ['Z5 contradiction', model('aliases: { "a b": {} }'), '4:16', /^"a b" cannot be an alias: it may have letters/],
  [
    'Z5 contradiction',
    model('aliases: { a: { follows: shadow } }'),
    '4:30',
    '"shadow" is shared by versions, so no alias can follow it.',
  ],
  ['Z5 contradiction', rule('metric: f1', 'min: 0.9', 'max: 0.5'), '7:16', 'No value is at least 0.9 and at most 0.5.'],
  ['Z5 contradiction', rule('metric: f1'), '6:19', 'Nothing is asked of f1; say "min", "max" or "against".'],
  [
    'Z5 contradiction',
    rule('metric: f1', 'min: 1', 'tolerance: 1%'),
    '8:11',
    '"tolerance" is for comparing; say "against" what, too.',
  ],
  [
    'Z5 contradiction',
    rule('metric: f1', 'min: 1', 'anyDataset: true'),
    '8:11',
    '"anyDataset" is for comparing; say "against" what, too.',
  ],
  [
    'Z5 contradiction',
    rule('metric: f1', 'min: 1', 'slices: ","'),
    '8:19',
    'Slices are written region=*, or region=*,device=mobile.',
  ],
  ['Z5 contradiction', rule('metric: f1', 'against: latest'), '7:20', /^"latest" is no stage/],
  ['Z5 contradiction', rule('metric: f1', 'against: v3'), '7:20', /^"v3" is no stage/],
  [
    'Z5 contradiction',
    rule('after: production'),
    '6:18',
    'No version has been in "production" before it enters "production": it does not come earlier.',
  ],
  [
    'Z5 contradiction',
    model('gates: { staging: [{ after: shadow }] }'),
    '4:33',
    /^No version has been in "shadow" before it enters "staging"/,
  ],
  ['Z5 contradiction', rule('after: shadow', 'for: 0h'), '7:16', '"for" has to be longer than 0h.'],
  [
    'Z5 contradiction',
    rule('approvals: { count: 3, from: [a@b, c@d, A@b] }'),
    '6:31',
    '3 are to approve, and only 2 may.',
  ],
  [
    'Z5 contradiction',
    model('promoteOnPass: { production: true }', 'gates: { production: [{ approvals: { count: 1 } }] }'),
    '4:22',
    'No version can enter "production" by itself: its gate asks for approvals.',
  ],
  [
    'Z5 contradiction',
    `${model('promoteOnPass: { production: true }', 'signers: { production: [a@b] }')}\nkeys: { a@b: ${key} }`,
    '4:22',
    'No version can enter "production" by itself: somebody has to sign for it.',
  ],
  [
    'Z5 contradiction',
    model('retention: { coldAfter: 0d, storageClass: GLACIER }'),
    '4:29',
    '"coldAfter" has to be longer than 0d.',
  ],
  ['Z5 contradiction', 'models: { "a/b": {} }', '1:11', 'No model can be called "a/b".'],
  [
    'Z5 contradiction',
    `keys: { a@b: ${key}, c@d: ${key} }\nmodels:\n  x: { signers: { policy: [a@b] } }\n  y: { signers: { policy: [c@d] } }`,
    '4:19',
    'Nobody could apply policies any more: no one is under "policy" here and in all policies above.',
  ],

  ['Z5 contradiction', rule('metric: f1', 'against: Production'), '7:20', /did you mean "production"\?$/],

  // YAML itself
  ['Z7 YAML', 'models: [', '1:10', /./],
  ['Z7 YAML', 'models: {}\nmodels: {}', '2:1', 'Map keys must be unique.'],
  ['Z7 YAML', 'models: *gone', '1:9', /^Unresolved alias/],
  ['Z7 YAML', 'models: {}\n---\nkeys: {}', '2:1', /^Source contains multiple documents/],
  [
    'Z7 YAML',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefg'].map((name, i) => `${name}: &${name} [${`*${'abcdef'[i]},`.repeat(9)}]`).join('\n')}`,
    '1:1',
    /^Excessive alias count/,
  ],
  [
    'Z7 YAML',
    `models:\n  a: &base\n    gates: { production: [{ metric: f1, mni: 1, max: 2 }] }\n  b:\n    <<: *base\n    override: never\n`,
    '3:41',
    'Unknown key "mni"; did you mean "min"?',
  ],
  [
    'Z7 YAML',
    `models:\n  a: &base { override: allowed }\n  b:\n    <<: *base\n    override: nver\n`,
    '5:15',
    '"override" has to be allowed or never, not "nver".',
  ],
  [
    'Z7 YAML',
    `models:\n  a: { stages: &s [dev, prod, dev] }\n  b: { stages: *s }\n`,
    '2:31',
    '"dev" is there already.',
  ],
  ['Z7 YAML', 'models:\r\n  a:\r\n    override: x\r\n', '3:15', /^"override"/],
  ['Z7 YAML', '\uFEFFmodels:\n  a: { override: x }', '2:18', /^"override"/],
  ['Z7 YAML', 'models:\n  "ä😀": { override: x }', '2:22', /^"override"/],
  ['Z7 YAML', 'models:\n  __proto__: { override: x }', '2:3', 'Nothing can be called "__proto__" here.'],
  ['Z7 YAML', 'models: &a { b: *a }', '1:14', /^Unknown key "b"; known here: stages/],
]

const warnings: Row[] = [
  [
    'Z6 odd',
    rule('metric: f1', 'against: blessed'),
    '7:20',
    /^"blessed" is no stage, and no alias that this policy knows; known here: staging, shadow,/,
  ],
  ['Z6 odd', rule('metric: f1', 'against: campion'), '7:20', /did you mean "champion"\?$/],
  [
    'Z6 odd',
    model('aliases: { a: { follows: production, gate: production } }'),
    '4:42',
    '"a" follows "production", so this gate is never asked.',
  ],
  [
    'Z6 odd',
    model('retention: { keepProduction: 1, coldAfter: 9d, storageClass: GLACIER }'),
    '4:34',
    'The last 3 holders always stay as they are; less has no effect.',
  ],
]

/** All that a policy can say. */
const everything = `
keys: { ada@example.com: "${key}" }
models:
  fraud-detector:
    stages: [staging, shadow, production]
    exclusive: [production]
    aliases: { champion: { follows: production }, pinned: { gate: production } }
    metrics: { f1: higher, latency_p99_ms: lower }
    override: allowed
    gates:
      production:
        - metric: f1
          min: 0.90
        - metric: latency_p99_ms
          max: 50
        - metric: recall
          slices: region=*
          against: production
          tolerance: 0.01
        - parity: f1
          across: region
          maxGap: 0.05
        - after: shadow
          for: 24h
        - signature: compatible
        - card: complete
        - recorded: [code, data, environment]
        - files: safe
        - check: integration-tests
        - approvals: { count: 1, from: [ada@example.com], signed: true }
    signers: { production: [ada@example.com], policy: [ada@example.com] }
    promoteOnPass: { staging: true }
    notify: [{ url: env:PEDIGREE_SLACK_WEBHOOK, on: [gate.failed, stage.entered, rollback] }]
    retention: { keepProduction: 10, coldAfter: 90d, storageClass: GLACIER_IR }
`

const fine: [string, string][] = [
  ['everything', everything],
  ['nothing', ''],
  ['a comment', '# nothing yet'],
  ['no policies', 'registry: here'],
  ['empty policies', 'models:\nkeys:\n'],
  ['a policy that says nothing', 'models: { m: {} }'],
  ['stages as MLflow names them', model('stages: [None, Staging, Production, Archived]', 'gates: { Production: [] }')],
  ['stages of another kind', model('stages: [dev, staging, prod, archived]', 'exclusive: [prod]')],
  ['seven stages', model('stages: [a, b, c, d, e, f, g]', 'gates: { g: [{ after: f, for: 1h }, { after: none }] }')],
  ['no exclusive stage', model('exclusive: []')],
  ['two exclusive stages', model('exclusive: [shadow, production]', 'aliases: { a: { follows: shadow } }')],
  ['equal thresholds', rule('metric: f1', 'min: 1', 'max: 1')],
  ['combined slices', rule('metric: f1', 'min: 1', 'slices: region=*,device=mobile')],
  [
    'what may be compared with',
    model(
      'aliases: { pin: {} }',
      `gates: { production: [${['production', 'champion', 'rollback', 'pin', 'parent', 'shadow'].map((against) => `{ metric: f1, against: ${against} }`).join()}] }`,
    ),
  ],
  ['an approval by people', rule('approvals: { count: 2, from: [a@b, c@d] }')],
  [
    'a promotion by itself',
    model(
      'promoteOnPass: { staging: true, production: false }',
      'gates: { production: [{ approvals: { count: 1 } }] }',
    ),
  ],
  [
    'several keys of a person',
    `keys: { a@b: [${key}, ${key}] }\n${model('signers: { policy: [a@b], production: [a@b], archived: [a@b] }')}`,
  ],
  [
    'an anchor and an alias',
    `models:\n  a: &base { override: never }\n  b:\n    <<: *base\n    stages: [x]\n  c: *base\n`,
  ],
]

describe('the policy file', () => {
  for (const [name, text] of fine)
    it(`Z1 may have ${name}`, () => {
      const { document, problems } = policyFile(text)
      assert.deepEqual(problems, [])
      assert.ok(document)
    })

  for (const [name, text, at, message] of warnings)
    it(`${name}: ${at} ${String(message)} (${text.split('\n').slice(-1)[0]!.trim()})`, () => {
      const { document, problems } = policyFile(text)
      assert.ok(document)
      assert.deepEqual(
        problems.map(({ severity, line, column }) => [severity, `${line}:${column}`]),
        [['warning', at]],
      )
      if (message instanceof RegExp) assert.match(problems[0]!.message, message)
      else assert.equal(problems[0]!.message, message)
    })

  it('Z1 tells everything that is wrong, in the order of the file', () => {
    const { problems } = policyFile(model('override: x', 'stages: 3') + '\nregistri: x')
    assert.deepEqual(
      problems.map(({ line }) => line),
      [4, 5, 6],
    )
  })
  it('Z2 says where the mistyped word is, and what was meant', () => {
    const { line, column, endLine, endColumn, nearest } = policyFile(rule('metric: f1', 'min: 1', 'slyces: a=*'))
      .problems[0]!
    assert.deepEqual([line, column, endLine, endColumn, nearest], [8, 11, 8, 17, 'slices'])
  })

  for (const [name, text, at, message] of errors)
    it(`${name}: ${at} ${String(message).slice(0, 80)} (${text.split('\n').slice(-1)[0]!.trim().slice(0, 60)})`, () => {
      const { document, problems } = policyFile(text)
      assert.equal(document, undefined)
      const [first, ...others] = problems.filter(({ severity }) => severity === 'error')
      assert.deepEqual([`${first?.line}:${first?.column}`, others.map((other) => other.message)], [at, []])
      if (message instanceof RegExp) assert.match(first!.message, message)
      else assert.equal(first!.message, message)
      assert.match(first!.message, /[.?]$/)
    })

  it('Z1 is told in sentences with a place, whatever stands where', () => {
    const document = parseDocument(everything)
    const paths: (string | number)[][] = []
    const walk = (value: unknown, path: (string | number)[]) => {
      if (path.length) paths.push(path)
      if (typeof value !== 'object' || value === null) return
      for (const [step, inner] of Object.entries(value))
        walk(inner, [...path, Array.isArray(value) ? Number(step) : step])
    }
    walk(document.toJS(), [])
    const anything = [
      null,
      3,
      -1,
      Number.NaN,
      1e300,
      '',
      'x',
      '0d',
      'a: b',
      true,
      [],
      [null],
      [[]],
      {},
      { x: {} },
      { __proto__: 1 },
    ]
    for (const path of paths)
      for (const value of anything) {
        const changed = document.clone() as typeof document
        changed.setIn(path, value)
        const text = changed.toString()
        const { document: read, problems } = policyFile(text)
        const lines = text.split('\n')
        for (const { message, line, column, endLine, endColumn } of problems) {
          assert.match(message, /^[A-Z0-9"].*[.?]$/s, message)
          assert.ok(lines[line - 1]!.length >= column - 1 && lines[endLine - 1]!.length >= endColumn - 1, message)
          assert.ok(line < endLine || (line === endLine && column <= endColumn), message)
        }
        assert.equal(
          read === undefined,
          problems.some(({ severity }) => severity === 'error'),
        )
      }
  })
})
