import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import type { Card, CardFacts } from '../../../src/core/card/card'
import { toCycloneDx } from '../../../src/core/card/cycloneDx'
import type { Metric } from '../../../src/core/metric'
import { matchesGolden } from '../../golden'
import { hex } from '../../samples'
import { someCard, someFacts } from './cards'
import { cycloneProblems } from './cycloneSchema'

// oxlint-disable-next-line typescript/no-explicit-any -- what a program would parse
const written = (card: Card, facts: CardFacts): any => JSON.parse(JSON.stringify(toCycloneDx(card, facts)))

describe('CycloneDX', () => {
  it('CX4 a card with something of everything is valid', () => {
    const document = toCycloneDx(someCard(), someFacts())
    assert.deepEqual(cycloneProblems(document), [])
    matchesGolden('cards/churn.cdx.json', `${JSON.stringify(document, undefined, 2)}\n`)
  })
  it('CX4 the schema is asked in earnest', () => {
    const document = written(someCard(), someFacts())
    const worse = [
      { ...document, specVersion: 1.7 },
      { ...document, serialNumber: 'urn:uuid:1' },
      { ...document, surprise: true },
      { ...document, metadata: { ...document.metadata, timestamp: 'yesterday' } },
      { ...document, components: [{ type: 'data' }] },
      { ...document, components: [{ type: 'library', name: 'x', licenses: [{ license: { id: 'No-Such-1.0' } }] }] },
      { ...document, externalReferences: [{ type: 'vcs', url: 'http://a b' }] },
    ]
    for (const one of worse) assert.notDeepEqual(cycloneProblems(one), [], JSON.stringify(one).slice(0, 100))
  })
  it('CX4 an empty card of an empty record is valid', () => {
    const document = toCycloneDx(
      { meta: {}, statements: {}, inherited: {}, blocks: {}, others: '' },
      someFacts({
        ...{ files: [], fileCount: 0, bytes: 0, params: {}, data: [], code: null, environment: {}, signature: null },
        ...{ run: null, parents: [], metrics: [], changes: null, directions: {}, baseline: null, label: null },
        ...{ checks: [], approvals: [], gates: [], aliases: [], description: '' },
      }),
    )
    assert.deepEqual(cycloneProblems(document), [])
  })
  it('CX5 numbers are strings, slices and intervals have their places', () => {
    const facts = someFacts({
      metrics: [
        { name: 'f1', value: 0.9 },
        { name: 'f1', value: -1e300, slice: 'region=EU', interval: { lower: 1e-300, upper: 5, level: 0.95 }, n: 12 },
        { name: 'loss', value: 'NaN', dataset: 'sha256:1' },
        { name: 'ratio', value: '-Infinity' },
      ],
    })
    assert.deepEqual(written(someCard(), facts).metadata.component.modelCard.quantitativeAnalysis.performanceMetrics, [
      { type: 'f1', value: '0.9' },
      {
        type: 'f1',
        value: '-1e+300',
        slice: 'region=EU',
        confidenceInterval: { lowerBound: '1e-300', upperBound: '5' },
      },
      { type: 'loss', value: 'NaN' },
      { type: 'ratio', value: '-Infinity' },
    ])
  })
  it('CX5 what has no place is a property with our prefix', () => {
    const { component } = written(someCard(), someFacts()).metadata
    const names = component.properties.map(({ name }: { name: string }) => name)
    assert.ok(names.includes('pedigree:use.outOfScope'))
    assert.ok(names.includes('pedigree:digest'))
    assert.ok(names.every((name: string) => name.startsWith('pedigree:')))
  })
  it('CX6 the same card and record make the same document, and another version another serial number', () => {
    assert.deepEqual(toCycloneDx(someCard(), someFacts()), toCycloneDx(someCard(), someFacts()))
    const serials = [1, 2, 3].map((n) => written(someCard(), someFacts({ id: hex(n) })).serialNumber)
    assert.equal(new Set(serials).size, 3)
    for (const serial of serials)
      assert.match(serial, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
  it('CX6 the time is that of the version', () =>
    assert.equal(written(someCard(), someFacts()).metadata.timestamp, someFacts().at))
  it('CX7 licences are ids where SPDX knows them', () => {
    const rows: [unknown, unknown][] = [
      [{ license: 'apache-2.0' }, [{ license: { id: 'Apache-2.0' } }]],
      [{ license: ['mit', 'CC-BY-4.0'] }, [{ license: { id: 'MIT' } }, { license: { id: 'CC-BY-4.0' } }]],
      [{ license: 'odbl' }, [{ license: { id: 'ODbL-1.0' } }]],
      [{ license: 'llama3' }, [{ license: { name: 'llama3' } }]],
      [
        { license: 'other', license_name: 'ours-1.0', license_link: 'https://example.com/l' },
        [{ license: { name: 'ours-1.0', url: 'https://example.com/l' } }],
      ],
      [{ license: 'other', license_link: 'not a link' }, [{ license: { name: 'other' } }]],
      [{ license: 7 }, undefined],
      [{}, undefined],
    ]
    for (const [meta, expected] of rows) {
      const document = written(someCard({ meta: meta as Card['meta'] }), someFacts())
      assert.deepEqual(document.metadata.component.licenses, expected)
      assert.deepEqual(cycloneProblems(document), [])
    }
  })
  it('CX5 what is listed below a risk is said of that risk', () => {
    const of = (risks: string) =>
      written(someCard({ statements: { risks } }), someFacts()).metadata.component.modelCard.considerations
        .ethicalConsiderations
    const drift = { name: 'Drift', mitigationStrategy: 'retrain' }
    assert.deepEqual(of('- Drift\n  - Severity: high\n  - Mitigation: retrain\n- Nagging'), [
      drift,
      { name: 'Nagging' },
    ])
    assert.deepEqual(of('1. Drift\n   - Mitigation: retrain'), [drift])
    assert.deepEqual(of('### Drift\n\nMitigation: retrain\n\n### Nagging'), [drift, { name: 'Nagging' }])
  })
  it('CX9 much of anything is written', () => {
    for (const piece of ['a', '[', '<', ' ', 'a@', '- a\n', '|-']) {
      const text = `- ${piece.repeat(500_000 / piece.length)}b`
      const statements = Object.fromEntries(sectionIds.map((id) => [id, text]))
      assert.ok(toCycloneDx(someCard({ statements }), someFacts())['metadata'])
    }
  }).timeout(60_000)
  it('CX5 risks and fairness are told part by part', () => {
    const card = someCard({
      statements: {
        risks: '- **Nagging**: called too often. Mitigation: once a month.\n- Drift',
        fairness:
          '| Group | Benefits | Harms | Mitigation |\n|---|---|---|---|\n| Older people | offers | calls | a limit |',
        'limits.known': 'Weak in the EU.\n\nSlow.',
      },
    })
    const { considerations } = written(card, someFacts()).metadata.component.modelCard
    assert.deepEqual(considerations.ethicalConsiderations, [
      { name: 'Nagging: called too often.', mitigationStrategy: 'once a month.' },
      { name: 'Drift' },
    ])
    assert.deepEqual(considerations.fairnessAssessments, [
      { groupAtRisk: 'Older people', benefits: 'offers', harms: 'calls', mitigationStrategy: 'a limit' },
    ])
    assert.deepEqual(considerations.technicalLimitations, ['Weak in the EU.', 'Slow.'])
  })
  it('CX4 any record, however odd, makes a valid document', () => {
    fc.assert(
      fc.property(anyCard, anyFacts, (card, facts) => {
        assert.deepEqual(cycloneProblems(toCycloneDx(card, facts)), [])
      }),
      { numRuns: 300 },
    )
  })
})

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    ' ',
    '__proto__',
    'constructor',
    'a'.repeat(200),
    '\u202e\u0000',
    '😀',
    '<script>',
    'https://x y',
    'git@host:a/b',
  ),
)
const link = fc.oneof(text, fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.emailAddress())
const number = fc.oneof(fc.double(), fc.constantFrom(1e308, -1e308, 5e-324, -0)).filter(Number.isFinite)
const some = <T>(value: fc.Arbitrary<T>) => fc.array(value, { maxLength: 3 })
const person = fc.record({ name: text, email: link })
const at = fc
  .date({ min: new Date('1970-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString())
const json = fc.jsonValue({ maxDepth: 3 })
const record = <T>(value: fc.Arbitrary<T>) => fc.dictionary(text, value, { maxKeys: 4 })
const id = fc.nat().map(hex)

const anyMetric: fc.Arbitrary<Metric> = fc.record(
  {
    name: text,
    value: fc.oneof(number, fc.constantFrom('NaN' as const, 'Infinity' as const, '-Infinity' as const)),
    slice: text,
    dataset: text,
    interval: fc.record({ lower: number, upper: number, level: fc.double({ min: 0.1, max: 0.9, noNaN: true }) }),
    n: fc.nat(),
  },
  { requiredKeys: ['name', 'value'] },
)

const anyFacts = fc
  .record({
    model: text,
    version: fc.nat(),
    id: fc.oneof(id, text),
    at,
    author: person,
    stage: text,
    aliases: some(text),
    label: fc.option(text),
    description: text,
    files: some(fc.record({ path: text, size: fc.nat(), sha256: id })),
    params: record(fc.oneof(text, number, fc.boolean(), fc.constant(null))),
    data: some(
      fc.record(
        {
          name: text,
          digest: fc.oneof(
            text,
            id.map((hash) => `sha256:${hash}`),
            id,
          ),
          version: text,
          uri: link,
          size: fc.nat(),
          rows: fc.nat(),
        },
        { requiredKeys: ['name'] },
      ),
    ),
    code: fc.option(fc.record({ commit: text, branch: text, remote: link, dirty: fc.boolean() })),
    environment: record(json),
    run: fc.option(text),
    parents: some(
      fc.record({ reference: text, id, relation: fc.constantFrom('merged-from' as const, 'fine-tuned-from' as const) }),
    ),
    metrics: some(anyMetric),
    signature: fc.option(
      fc.record({
        inputs: some(
          fc.record({ name: text, type: text, shape: some(fc.oneof(fc.integer(), text)), required: fc.boolean() }),
        ),
      }),
    ),
    checks: some(
      fc.record({ name: text, result: fc.constantFrom('pass' as const, 'fail' as const), at, by: person, url: link }),
    ),
    approvals: some(fc.record({ stage: text, at, by: person, signed: fc.boolean(), note: text })),
    gates: some(fc.record({ stage: text, at, outcome: text, digest: text, report: fc.constant(null) })),
  })
  .map((fields) => someFacts(fields as Partial<CardFacts>))

const metaKeys = [
  'license',
  'license_name',
  'license_link',
  'tags',
  'thumbnail',
  'co2_eq_emissions',
  'pipeline_tag',
  'model_type',
]
const sectionIds = [
  'summary',
  'identity.owners',
  'identity.contact',
  'use.primary',
  'use.users',
  'limits.known',
  'risks',
  'fairness',
  'data.sensitive',
  'data.governance',
  'ops',
  'eval.why',
]

const anyCard: fc.Arbitrary<Card> = fc.record({
  meta: fc.dictionary(fc.oneof(text, fc.constantFrom(...metaKeys)), fc.oneof(json, link, some(link)), { maxKeys: 6 }),
  statements: fc.dictionary(
    fc.constantFrom(...sectionIds),
    fc.oneof(text, link, fc.string({ unit: fc.constantFrom('-', ' ', '\n', '|', ':', 'a', '*') })),
    { maxKeys: 6 },
  ),
  inherited: fc.dictionary(fc.constantFrom(...sectionIds), id, { maxKeys: 2 }),
  blocks: fc.constant({}),
  others: text,
})
