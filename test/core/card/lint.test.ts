import assert from 'node:assert/strict'
import type { Card, CardFacts, CardFinding, ParsedCard } from '../../../src/core/card/card'
import { isComplete, lintCard, type LintOptions } from '../../../src/core/card/lint'
import { isLicense } from '../../../src/core/card/licenses'
import { sections } from '../../../src/core/card/sections'
import { ada, hex } from '../../samples'
import { sha256, someCard, someFacts } from './cards'

const parsed = (card: Card): ParsedCard => ({ card, places: {}, problems: [] })
const lint = (card: Card, facts: CardFacts | null = someFacts(), options: LintOptions = {}): CardFinding[] =>
  lintCard(parsed(card), facts, options)
const saying = (id: string, text: string | undefined): Card => {
  const { [id]: _, ...others } = someCard().statements
  return someCard({ statements: text === undefined ? others : { ...others, [id]: text } })
}
const meta = (fields: Card['meta']): Card => someCard({ meta: { license: 'mit', ...fields } })
const long = { name: 'bob', email: 'bob@example.com' }

/** A code, where it is found, what has it, and what has not: as cards and facts. */
type Has = [card: Card, facts?: CardFacts | null, options?: LintOptions]
const rows: [code: string, field: string, severity: CardFinding['severity'], has: Has, hasNot: Has][] = [
  ...['use.primary', 'use.outOfScope', 'limits.known'].map((id): (typeof rows)[number] => [
    ...(['required-section-missing', id, 'error'] as const),
    [saying(id, undefined)],
    [saying(id, 'This is what there is to say.')],
  ]),
  [
    'required-section-missing',
    'data.training',
    'error',
    [someCard(), someFacts({ data: [] })],
    [saying('data.training', 'Payments of a year.'), someFacts({ data: [] })],
  ],
  ['required-section-missing', 'eval.overall', 'error', [someCard(), someFacts({ metrics: [] })], [someCard()]],
  ['required-section-missing', 'identity.license', 'error', [someCard({ meta: {} })], [someCard()]],
  [
    'contact-missing',
    'identity.contact',
    'error',
    [saying('identity.contact', undefined)],
    [saying('identity.contact', 'a@b')],
  ],
  [
    'placeholder',
    'summary',
    'error',
    [saying('summary', '[More Information Needed]')],
    [saying('summary', 'There is more information.')],
  ],
  [
    'placeholder',
    'summary',
    'error',
    [saying('summary', 'It is good. TODO: say why')],
    [saying('summary', 'It is a todo list.')],
  ],
  ['placeholder', 'summary', 'error', [saying('summary', 'TBD')], [saying('summary', 'Use `TODO` in code.')]],
  [
    'placeholder',
    'summary',
    'error',
    [saying('summary', '{{ model_summary }}')],
    [saying('summary', '```\n{{ x }}\n```\nA template.')],
  ],
  ['placeholder', 'summary', 'error', [saying('summary', 'It does {…}')], [saying('summary', 'It returns {x}.')]],
  [
    'placeholder',
    'summary',
    'error',
    [saying('summary', '{description}')],
    [saying('summary', 'A set {a, b} of things.')],
  ],
  ['placeholder', 'summary', 'error', [saying('summary', 'Lorem ipsum dolor')], [saying('summary', 'Dolor.')]],
  ...[
    'More information needed.',
    '- todo',
    'To be written later',
    '> coming soon',
    'Todo: ask Bob',
    '`TODO`',
    'WIP',
    '- Limits\n- tbd',
  ].map((text): (typeof rows)[number] => [
    ...(['placeholder', 'limits.known', 'error'] as const),
    [saying('limits.known', text)],
    [saying('limits.known', 'A TODO-list is to be written by hand: more information needed for it is not at hand.')],
  ]),
  ...['&nbsp;', '<br>', '\u200B', '### Limits', '| |\n|---|', '…', '> N/A', 'n. a.', '<!-- where? -->'].map(
    (text): (typeof rows)[number] => [
      ...(['not-applicable-without-reason', 'limits.known', 'error'] as const),
      [saying('limits.known', text)],
      [saying('limits.known', 'It knows nothing of <br> tags.')],
    ],
  ),
  [
    'not-applicable-without-reason',
    'cite',
    'error',
    [saying('cite', '```\n\n```')],
    [saying('cite', '```bibtex\n@misc{us, title = {{Ours}}}\n```')],
  ],
  [
    'not-applicable-without-reason',
    'use.users',
    'error',
    [saying('use.users', 'N/A')],
    [saying('use.users', 'N/A: only our own service calls it.')],
  ],
  [
    'not-applicable-without-reason',
    'limits.known',
    'error',
    [saying('limits.known', '**None.**')],
    [saying('limits.known', 'None that we found in two years.')],
  ],
  [
    'too-short',
    'use.primary',
    'warning',
    [saying('use.primary', 'Finding fraud.')],
    [saying('use.primary', 'Finding payments that are fraud.')],
  ],
  ['too-short', 'use.primary', 'warning', [someCard(), null, { minWords: 50 }], [someCard(), null]],
  [
    'too-short',
    'use.primary',
    'warning',
    [saying('use.primary', 'Fraud. <!-- this is said to nobody else -->')],
    [saying('use.primary', '不正な支払いを見つける。')],
  ],
  ['license-unknown', 'identity.license', 'error', [meta({ license: 'mine' })], [meta({ license: 'Apache-2.0' })]],
  [
    'license-unknown',
    'identity.license',
    'error',
    [meta({ license: 'other' })],
    [meta({ license: 'other', license_name: 'mine', license_link: 'LICENSE' })],
  ],
  [
    'license-unknown',
    'identity.license',
    'error',
    [meta({ license: ['mit', 'unknown'] })],
    [meta({ license: ['mit', 'openrail'] })],
  ],
  [
    'number-mismatch',
    'summary',
    'warning',
    [saying('summary', 'Its F1 is 0.92<!-- metric:f1 -->.')],
    [saying('summary', 'Its F1 is 0.90<!-- metric:f1 -->.')],
  ],
  [
    'number-mismatch',
    'summary',
    'warning',
    [saying('summary', '71 %<!-- metric:f1/region=EU -->')],
    [saying('summary', '70 %<!-- metric:f1/region=EU -->')],
  ],
  [
    'number-mismatch',
    'summary',
    'warning',
    [saying('summary', '9.1e-1 <!-- metric:f1 -->')],
    [saying('summary', '9e-1 <!-- metric:f1 -->')],
  ],
  [
    'metric-not-in-record',
    'summary',
    'warning',
    [saying('summary', '0.9<!-- metric:auc -->')],
    [saying('summary', '0.9<!-- metric:f1 -->')],
  ],
  [
    'metric-not-in-record',
    'eval.overall',
    'warning',
    [meta({ metrics: ['f1', 'accuracy'] })],
    [meta({ metrics: ['F1'] })],
  ],
  [
    'generated-block-edited',
    'factors',
    'warning',
    [someCard({ blocks: { factors: { text: 'mine', stated: sha256('theirs') } } }), undefined, { sha256 }],
    [someCard({ blocks: { factors: { text: 'theirs', stated: sha256('theirs') } } }), undefined, { sha256 }],
  ],
  [
    'dataset-without-digest',
    'data.training',
    'warning',
    [someCard(), someFacts({ data: [{ name: 'a' }] })],
    [someCard()],
  ],
  [
    'digest-partial',
    'data.training',
    'info',
    [someCard(), someFacts({ data: [{ name: 'a', digest: 'mlflow:1a2b3c4d' }] })],
    [someCard()],
  ],
  [
    'digest-partial',
    'data.training',
    'info',
    [someCard(), someFacts({ data: [{ name: 'a', digest: '1a2b3c4d' }] })],
    [someCard(), someFacts({ data: [{ name: 'a', digest: hex('a') }] })],
  ],
  [
    'parent-mismatch',
    'identity.parents',
    'warning',
    [meta({ base_model: 'bert-base' })],
    [meta({ base_model: ['acme/churn'] })],
  ],
  [
    'parent-mismatch',
    'identity.parents',
    'warning',
    [meta({ base_model: 'other@1' })],
    [meta({ base_model: 'bert-base' }), someFacts({ parents: [] })],
  ],
  [
    'commit-dirty-unexplained',
    'training.commit',
    'warning',
    [someCard(), someFacts({ code: { commit: 'abc', dirty: true } })],
    [saying('training.commit', 'Only a path differed.'), someFacts({ code: { commit: 'abc', dirty: true } })],
  ],
  [
    'seed-missing',
    'training.params',
    'info',
    [someCard(), someFacts({ params: { reseeding: 1, depth: 3 } })],
    [someCard(), someFacts({ params: { 'model.random_state': 1 } })],
  ],
  [
    'slice-missing',
    'factors',
    'warning',
    [saying('factors', '- **age**: old people differ\n- `region`')],
    [saying('factors', '- `region`: it matters')],
  ],
  ['slice-missing', 'factors', 'info', [saying('factors', 'Countries.')], [saying('factors', 'Every Region differs.')]],
  [
    'slice-small-n',
    'eval.slices',
    'warning',
    [someCard(), someFacts({ metrics: [{ name: 'f1', value: 1, slice: 'a=b', n: 99 }] })],
    [someCard(), someFacts({ metrics: [{ name: 'f1', value: 1, slice: 'a=b', n: 100 }] })],
  ],
  [
    'slice-small-n',
    'eval.slices',
    'info',
    [someCard(), someFacts({ metrics: [{ name: 'f1', value: 1, slice: 'a=b' }] })],
    [someCard(), someFacts({ metrics: [{ name: 'f1', value: 1 }] })],
  ],
  [
    'ci-missing',
    'eval.overall',
    'info',
    [someCard(), someFacts({ metrics: [{ name: 'f1', value: 1 }] })],
    [someCard()],
  ],
  [
    'worst-slice-unmentioned',
    'limits.known',
    'warning',
    [saying('limits.known', 'There is a weak region somewhere.')],
    [saying('limits.known', 'It is weak in the EU, we know.')],
  ],
  [
    'worst-slice-unmentioned',
    'limits.known',
    'warning',
    [saying('limits.known', 'Weak in EUROPE, they say.')],
    [saying('limits.known', 'There is a weak region.'), someFacts({ directions: {} })],
  ],
  [
    'worst-slice-unmentioned',
    'limits.known',
    'warning',
    [saying('limits.known', 'There is a weak region.')],
    [saying('limits.known', 'There is a weak region.'), undefined, { maxGap: 0.3 }],
  ],
  [
    'inherited-not-reaffirmed',
    'risks',
    'error',
    [someCard({ inherited: { risks: hex(1) } })],
    [someCard({ inherited: { ops: hex(1) } })],
  ],
  [
    'older-than-version',
    'identity.version',
    'warning',
    [someCard(), undefined, { saved: { at: '2026-01-01T00:00:00Z', by: ada } }],
    [someCard(), undefined, { saved: { at: '2026-02-01T00:00:00Z', by: ada } }],
  ],
  [
    'author-is-sole-approver',
    'gov.approvals',
    'warning',
    [someCard(), undefined, { saved: { at: '2026-02-01T00:00:00Z', by: long } }],
    [someCard()],
  ],
  [
    'risk-without-mitigation',
    'risks',
    'error',
    [saying('risks', '- **One**: bad. Mitigation: care.\n- **Two**: worse')],
    [saying('risks', '1. One\n   Mitigation: care.\n2. Two, mitigated by care.')],
  ],
  [
    'risk-without-mitigation',
    'risks',
    'error',
    [saying('risks', '- One\n  - Mitigation: care\n- Two\n  - Severity: high')],
    [saying('risks', '1. One\n   - Severity: high\n   - Mitigation: care\n2. Two. Mitigation: care')],
  ],
  [
    'risk-without-mitigation',
    'risks',
    'error',
    [saying('risks', '- One. Mitigation: none.')],
    [saying('risks', '- One. Mitigation: none, as Bob accepted it.\n\n```\n- code\n```')],
  ],
  [
    'risk-without-mitigation',
    'risks',
    'error',
    [saying('risks', '### One\n\nMitigation: care.\n\n### Two\n\nWorse.')],
    [saying('risks', 'What we know:\n\n### One\n\nMitigation: care.')],
  ],
  [
    'risk-without-mitigation',
    'risks',
    'error',
    [saying('risks', 'Risk | Mitigation\n--- | ---\nOne | care\nTwo |')],
    [saying('risks', 'Risk | Mitigation\n--- | ---\nOne | care')],
  ],
  [
    'risk-without-mitigation',
    'risks',
    'error',
    [saying('risks', 'It may be wrong.')],
    [saying('risks', 'It may be wrong. Mitigation: people look at it.')],
  ],
  [
    'risk-without-mitigation',
    'risks',
    'error',
    [saying('risks', '- One. Mitigation:')],
    [saying('risks', '- One. Mitigation: x')],
  ],
  [
    'risk-without-mitigation',
    'risks',
    'error',
    [saying('risks', '| Risk | Mitigation |\n| --- | --- |\n| One | |')],
    [saying('risks', '| Risk | Mitigation |\n| --- | --- |\n| One | care |')],
  ],
  [
    'annexIV-coverage',
    'more',
    'info',
    [someCard(), undefined, { annexIV: 100 }],
    [someCard(), undefined, { annexIV: 10 }],
  ],
]

describe('the lint of a card', () => {
  for (const [code, field, severity, has, hasNot] of rows) {
    const of = (found: CardFinding[]) =>
      found.filter((one) => one.code === `card/${code}` && one.field === field && one.severity === severity)
    const said = has[0].statements[field] ?? JSON.stringify(has[0].meta)
    it(`CA7 ${code} of ${field}: ${said.slice(0, 40).replaceAll('\n', ' ')}`, () => {
      const [finding] = of(lint(...has))
      assert.ok(finding, JSON.stringify(lint(...has)))
      assert.match(finding.message, /^[A-Z0-9"].*[.?]$|^[a-z]\w* of .*\.$|^base_model says .*\.$/)
      assert.deepEqual(of(lint(...hasNot)), [])
    })
  }
  it('CA15 a number is as it was recorded, to the digits that are written', () => {
    const metrics = [
      { name: 'f1', value: 0.9349 },
      { name: 'loss', value: 'NaN' as const },
      { name: 'rows', value: 12345678 },
    ]
    const isFound = (text: string) =>
      lint(saying('summary', text), someFacts({ metrics })).some(({ code }) => code === 'card/number-mismatch')
    for (const right of [
      '0.9<!-- metric:f1 -->',
      '0.93 <!-- metric:f1 -->',
      '0.935<!--metric:f1-->',
      '93.5 %<!-- metric:f1 -->',
      '93%<!-- metric:f1 -->',
      '+9.35e-1<!-- metric:f1 -->',
      'NaN<!-- metric:loss -->',
      '12_345_678<!-- metric:rows -->',
      '1.23e7<!-- metric:rows -->',
      'good<!-- metric:f1 -->',
    ])
      assert.equal(isFound(right), false, right)
    for (const wrong of [
      '0.94<!-- metric:f1 -->',
      '0.934<!-- metric:f1 -->',
      '94 %<!-- metric:f1 -->',
      '0<!-- metric:loss -->',
      '-0.93<!-- metric:f1 -->',
      '1.24e7<!-- metric:rows -->',
    ])
      assert.equal(isFound(wrong), true, wrong)
  })
  it('CA7 a card in which nothing is missing has no finding', () => {
    assert.deepEqual(lint(someCard()), [])
    assert.equal(isComplete(lint(someCard())), true)
  })
  it('CA7 an empty one lacks what every card has to say, and nothing else is an error', () => {
    const empty: Card = { meta: {}, statements: {}, inherited: {}, blocks: {}, others: '' }
    const errors = lint(empty, someFacts({ data: [], metrics: [] })).filter(({ severity }) => severity === 'error')
    assert.deepEqual(errors.map(({ code, field }) => `${code.slice(5)} ${field}`).toSorted(), [
      'contact-missing identity.contact',
      'required-section-missing data.training',
      'required-section-missing eval.overall',
      'required-section-missing identity.license',
      'required-section-missing limits.known',
      'required-section-missing use.outOfScope',
      'required-section-missing use.primary',
    ])
  })
  it('CA7 without a version only what the card itself lacks is told', () => {
    assert.deepEqual(lint(someCard({ meta: { license: 'mit', base_model: 'x' } }), null), [])
  })
  it('CA7 a finding is where its section is, and the rest comes last', () => {
    const found = lintCard(
      { card: saying('summary', 'TODO'), places: { summary: { line: 7, endLine: 9 } }, problems: [] },
      someFacts({ data: [] }),
    )
    assert.deepEqual([found[0]?.line, found[0]?.endLine, found.at(-1)?.line], [7, 9, undefined])
  })
  it('CA7 a finding on a key of the front matter is where that key is', () => {
    const lines = (line: number) => ({ line, endLine: line })
    const found = lintCard(
      {
        card: meta({ license: 'mit', base_model: 'other', metrics: ['bleu'] }),
        places: {
          ...{ 'meta.base_model': lines(3), 'meta.metrics': lines(4) },
          ...{ 'identity.parents': lines(20), 'eval.overall': lines(40) },
        },
        problems: [],
      },
      someFacts(),
    )
    assert.deepEqual(
      found.slice(0, 2).map(({ code, field, line }) => [code, field, line]),
      [
        ['card/parent-mismatch', 'identity.parents', 3],
        ['card/metric-not-in-record', 'eval.overall', 4],
      ],
    )
  })
  it('CA7 a thousand slices and strange values make no thousand findings', () => {
    const metrics = Array.from({ length: 1000 }, (_, i) => ({
      name: `m${i}`,
      value: i % 2 ? ('NaN' as const) : -1e308,
      slice: `a${i}=b`,
    }))
    const found = lint(
      someCard(),
      someFacts({ metrics, directions: Object.fromEntries(metrics.map(({ name }) => [name, 'higher' as const])) }),
    )
    assert.ok(found.length < 60, String(found.length))
  })
  it('CA7 licences are those of SPDX and of the Hub, alone or joined', () => {
    for (const id of [
      'MIT',
      'mit',
      'Apache-2.0',
      'GPL-3.0',
      'gpl-3.0-or-later',
      'llama3.1',
      'cc-by-nc-4.0',
      'MIT OR Apache-2.0',
      '(MIT AND BSD-3-Clause)',
      'GPL-2.0-only WITH Classpath-exception-2.0',
    ])
      assert.ok(isLicense(id), id)
    for (const id of ['', 'none', 'unknown', 'proprietary', 'MIT OR', 'MIT OR mine', 'constructor'])
      assert.ok(!isLicense(id), id)
  })
  it('CA7 sections have ids of their own, a sentence that helps, and a place', () => {
    assert.equal(new Set(sections.map(({ id }) => id)).size, sections.length)
    for (const { hint, title } of sections) assert.match(`${title}: ${hint}`, /^[A-Z].*: [A-Z].*\.$/)
  })
})
