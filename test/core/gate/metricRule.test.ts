import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { aGate, aVersion, baseline, judge, resultOf, versus } from './facts'

const recall = { metric: 'recall', against: 'production', tolerance: 0.01 }
const perRegion = { ...recall, slices: 'region=*' }

describe('a bound on a metric', () => {
  const f1 = { metric: 'f1', min: 0.9 }
  judge([
    [
      'E3 a value above the least passes',
      f1,
      aGate(aVersion(7, { f1: 0.93 })),
      true,
      'f1 is 0.93 in fraud@7; at least 0.9 is asked for.',
    ],
    [
      'E3 a value below the least fails',
      f1,
      aGate(aVersion(7, { f1: 0.87 })),
      false,
      'f1 is 0.87 in fraud@7, but at least 0.9 is asked for.',
    ],
    ['E3 a value equal to the least passes', f1, aGate(aVersion(7, { f1: 0.9 })), true, /^f1 is 0.9 in/],
    [
      'E3 a value above the most fails',
      { metric: 'latency_p99_ms', max: 50 },
      aGate(aVersion(7, { latency_p99_ms: 51 })),
      false,
      'latency_p99_ms is 51 in fraud@7, but at most 50 is asked for.',
    ],
    [
      'E3 a value equal to the most passes',
      { metric: 'latency_p99_ms', max: 50 },
      aGate(aVersion(7, { latency_p99_ms: 50 })),
      true,
      /at most 50/,
    ],
    [
      'E3 both bounds have to hold',
      { metric: 'f1', min: 0.5, max: 0.8 },
      aGate(aVersion(7, { f1: 0.9 })),
      false,
      'f1 is 0.9 in fraud@7, but at most 0.8 is asked for.',
    ],
    [
      'E3 without a bound it is enough that it was measured',
      { metric: 'f1' },
      aGate(aVersion(7, { f1: 0 })),
      true,
      'f1 is 0 in fraud@7, which is all that is asked.',
    ],
    [
      'E3 what differs late is shown to differ',
      f1,
      aGate(aVersion(7, { f1: 0.8999999999 })),
      false,
      'f1 is 0.8999999999 in fraud@7, but at least 0.9 is asked for.',
    ],
    [
      'E4 a metric that is missing fails, and it is said how to record it',
      f1,
      aGate(aVersion(7)),
      false,
      'fraud@7 has no f1; record it with: pedigree evaluate fraud@7 --metric f1=….',
    ],
    [
      'E4 another case is another metric',
      f1,
      aGate(aVersion(7, { F1: 0.95 })),
      false,
      /It has F1, which is another metric\.$/,
    ],
    [
      'E4 a name that JavaScript knows is no metric',
      { metric: 'constructor', min: 0 },
      aGate(aVersion(7)),
      false,
      /has no constructor/,
    ],
    [
      'E4 NaN fails',
      f1,
      aGate(aVersion(7, { f1: 'NaN' })),
      false,
      'f1 is NaN in fraud@7, but a finite number is asked for.',
    ],
    [
      'E4 infinity fails',
      f1,
      aGate(aVersion(7, { f1: 'Infinity' })),
      false,
      'f1 is Infinity in fraud@7, but a finite number is asked for.',
    ],
    [
      'E4 minus infinity fails also below the most',
      { metric: 'loss', max: 1 },
      aGate(aVersion(7, { loss: '-Infinity' })),
      false,
      /finite/,
    ],
  ])

  it('E1 a result says rule, expected and found', () => {
    assert.deepEqual(resultOf(f1, aGate(aVersion(7, { f1: 0.87 }))), {
      rule: 'metric: f1, min: 0.9',
      passed: false,
      expected: 'at least 0.9',
      actual: '0.87',
      message: 'f1 is 0.87 in fraud@7, but at least 0.9 is asked for.',
    })
  })
})

describe('a metric against a baseline', () => {
  judge([
    [
      'E5 as good passes',
      { metric: 'recall', against: 'production' },
      versus({ recall: 0.912 }, { recall: 0.912 }),
      true,
      'recall is 0.912 in fraud@7; production (fraud@6) has 0.912 and less is not allowed.',
    ],
    [
      'E5 worse fails',
      { metric: 'recall', against: 'production' },
      versus({ recall: 0.911 }, { recall: 0.912 }),
      false,
      'recall is 0.911 in fraud@7, but production (fraud@6) has 0.912 and less is not allowed.',
    ],
    [
      'E5 worse by what is tolerated passes',
      recall,
      versus({ recall: 0.902 }, { recall: 0.912 }),
      true,
      /at most 0.01 less is allowed\.$/,
    ],
    [
      'E5 worse by more than is tolerated fails',
      recall,
      versus({ recall: 0.9 }, { recall: 0.912 }),
      false,
      'recall is 0.9 in fraud@7, but production (fraud@6) has 0.912 and at most 0.01 less is allowed.',
    ],
    [
      'E5 subtraction does not refuse what is equal',
      { ...recall, tolerance: 0.1 },
      versus({ recall: 0.7 }, { recall: 0.8 }),
      true,
      /0\.7/,
    ],
    [
      'E5 addition does not either',
      { metric: 'loss', against: 'production', tolerance: 0.1 },
      versus({ loss: 0.8 }, { loss: 0.7 }),
      true,
      /at most 0.1 more is allowed/,
    ],
    [
      'E5 rounding does not refuse an equal value of many digits',
      { metric: 'recall', against: 'production' },
      versus({ recall: 0.1234567890123456 }, { recall: 0.1234567890123456 }),
      true,
      /less is not allowed/,
    ],
    [
      'E5 a share is one of the baseline',
      { ...recall, tolerance: '1%' },
      versus({ recall: 0.891 }, { recall: 0.9 }),
      true,
      /at most 1% less, 0.891, is allowed/,
    ],
    [
      'E5 a share may be missed',
      { ...recall, tolerance: '1%' },
      versus({ recall: 0.89 }, { recall: 0.9 }),
      false,
      'recall is 0.89 in fraud@7, but production (fraud@6) has 0.9 and at most 1% less, 0.891, is allowed.',
    ],
    [
      'E5 a share of a negative value is one of its size',
      { metric: 'r2', against: 'production', tolerance: '10%' },
      versus({ r2: -1.1 }, { r2: -1 }),
      true,
      /-1\.1/,
    ],
    [
      'E5 bounds stand beside a comparison',
      { ...recall, min: 0.95 },
      versus({ recall: 0.93 }, { recall: 0.9 }),
      false,
      'recall is 0.93 in fraud@7, but at least 0.95 is asked for.',
    ],
    [
      'E5 all that is missed is said',
      { ...recall, min: 0.95 },
      versus({ recall: 0.8 }, { recall: 0.9 }),
      false,
      /at least 0.95 is asked for, and production \(fraud@6\) has 0.9 and/,
    ],
    [
      'E6 no baseline yet passes, and says so',
      recall,
      versus({ recall: 0.1 }, undefined),
      true,
      'recall is 0.1 in fraud@7, which is all that is asked. There is no version in production yet, so there is nothing to compare it with.',
    ],
    [
      'E6 a bound holds also without a baseline',
      { ...recall, min: 0.5 },
      versus({ recall: 0.1 }, undefined),
      false,
      /at least 0.5 is asked for.* no version in production yet/,
    ],
    [
      'E6 without a baseline the metric has to be there all the same',
      recall,
      versus({}, undefined),
      false,
      /has no recall/,
    ],
    [
      'E6 no parent passes, and says so',
      { ...recall, against: 'parent' },
      aGate(aVersion(7, { recall: 0.1 }), { baselines: { parent: [] } }),
      true,
      /fraud@7 has no parent/,
    ],
    [
      'E6 a version is not compared with itself',
      recall,
      aGate(aVersion(7, { recall: 0.1 }), { baselines: { production: [baseline(aVersion(7, { recall: 0.1 }))] } }),
      true,
      /fraud@7 is production itself/,
    ],
    [
      'E6 a name of JavaScript is no baseline',
      { ...recall, against: 'constructor' },
      aGate(aVersion(7, { recall: 0.1 })),
      true,
      /no version in constructor yet/,
    ],
    [
      'E7 a baseline without the metric is not comparable',
      recall,
      versus({ recall: 0.9 }, { f1: 1 }),
      false,
      'production (fraud@6) has no recall, so it is not comparable; record it with: pedigree evaluate fraud@6 --metric recall=….',
    ],
    [
      'E7 nor one that has it for slices only',
      recall,
      versus({ recall: 0.9 }, { 'recall/region=EU': 0.9 }),
      false,
      /fraud@6\) has no recall, so it is not comparable/,
    ],
    [
      'E4 NaN of the baseline fails',
      recall,
      versus({ recall: 0.9 }, { recall: 'NaN' }),
      false,
      'recall is 0.9 in fraud@7, but production (fraud@6) has NaN, with which nothing can be compared.',
    ],
    [
      'E4 infinity of the baseline fails also where less is better',
      { metric: 'loss', against: 'production' },
      versus({ loss: 0.1 }, { loss: 'Infinity' }),
      false,
      /has Infinity, with which nothing can be compared/,
    ],
    [
      'E8 lower is better where the policy says so',
      { metric: 'score', against: 'production' },
      versus({ score: 2 }, { score: 1 }, { directions: { score: 'lower' } }),
      false,
      'score is 2 in fraud@7, but production (fraud@6) has 1 and more is not allowed.',
    ],
    [
      'E8 lower is better where the name says so',
      { metric: 'latency_p99_ms', against: 'production', tolerance: 5 },
      versus({ latency_p99_ms: 56 }, { latency_p99_ms: 50 }),
      false,
      /at most 5 more is allowed/,
    ],
    [
      'E8 the policy goes before the name',
      { metric: 'loss', against: 'production' },
      versus({ loss: 2 }, { loss: 1 }, { directions: { loss: 'higher' } }),
      true,
      /less is not allowed/,
    ],
    [
      'E8 what is assumed is said',
      { metric: 'score', against: 'production' },
      versus({ score: 2 }, { score: 1 }),
      true,
      /Higher score is assumed to be better; the policy does not say\.$/,
    ],
  ])

  const parents = (values: number[]) => ({
    baselines: { parent: values.map((value, i) => baseline(aVersion(i + 1, { recall: value }))) },
  })
  judge([
    [
      'E6 each of several parents has to hold',
      { ...recall, against: 'parent' },
      aGate(aVersion(7, { recall: 0.9 }), parents([0.8, 0.95])),
      false,
      'recall is 0.9 in fraud@7, but parent (fraud@2) has 0.95 and at most 0.01 less is allowed.',
    ],
    [
      'E6 all of several parents may hold',
      { ...recall, against: 'parent' },
      aGate(aVersion(7, { recall: 0.96 }), parents([0.8, 0.95])),
      true,
      /fraud@1\) has 0.8 .* and parent \(fraud@2\) has 0.95/,
    ],
  ])

  it('E1 a result says what it was compared with', () => {
    const { rule, expected, actual, baseline } = resultOf(recall, versus({ recall: 0.9 }, { recall: 0.912 }))
    assert.deepEqual(
      { rule, expected, actual, baseline },
      {
        rule: 'metric: recall, against: production, tolerance: 0.01',
        expected: 'not less than production (fraud@6) by more than 0.01',
        actual: '0.9',
        baseline: 'production (fraud@6): 0.912',
      },
    )
  })
})

describe('a metric over slices', () => {
  const held = { 'recall/region=EU': 0.912, 'recall/region=US': 0.9 }
  judge([
    [
      'E9 every slice has to hold',
      perRegion,
      versus({ 'recall/region=EU': 0.87, 'recall/region=US': 0.9 }, held),
      false,
      'recall of region=EU is 0.87 in fraud@7, but production (fraud@6) has 0.912 there and at most 0.01 less is allowed.',
    ],
    [
      'E9 every slice may hold',
      perRegion,
      versus({ 'recall/region=EU': 0.91, 'recall/region=US': 0.92 }, held),
      true,
      'recall of fraud@7 is not less than production (fraud@6) by more than 0.01 in all 2 measurements of region=*: between 0.91 (recall of region=EU) and 0.92 (recall of region=US).',
    ],
    [
      'E9 values of all the data are none of a slice',
      perRegion,
      versus({ recall: 0.99 }, held),
      false,
      'fraud@7 has no recall for region=*; record it with: pedigree evaluate fraud@7 --metric recall/region=…=…. It has recall.',
    ],
    [
      'E9 values of slices are none of all the data',
      { metric: 'recall', min: 0.5 },
      aGate(aVersion(7, held)),
      false,
      /has no recall; .* It has recall of region=EU and recall of region=US\.$/,
    ],
    [
      'E9 of many slices the worst three are told',
      { metric: 'f1', min: 0.9, slices: 'region=*' },
      aGate(
        aVersion(7, {
          'f1/region=A': 0.8,
          'f1/region=B': 0.1,
          'f1/region=C': 0.95,
          'f1/region=D': 0.7,
          'f1/region=E': 0.6,
          'f1/region=F': 'NaN',
        }),
      ),
      false,
      /^f1 of region=F is NaN.* f1 of region=B is 0\.1.* f1 of region=E is 0\.6.*\. 2 more fail as well\.$/,
    ],
    [
      'E10 a slice that the baseline has and the candidate lacks fails',
      perRegion,
      versus({ 'recall/region=EU': 0.95 }, held),
      false,
      'recall of region=US was not measured for fraud@7, but production (fraud@6) has 0.9 there.',
    ],
    [
      'E10 a slice that only the candidate has passes, and it is said',
      perRegion,
      versus({ ...held, 'recall/region=JP': 0.1 }, held),
      true,
      /production \(fraud@6\) has no recall of region=JP, so that is not compared\.$/,
    ],
    [
      'E10 a bound holds for a slice that only the candidate has',
      { ...perRegion, min: 0.5 },
      versus({ ...held, 'recall/region=JP': 0.1 }, held),
      false,
      /^recall of region=JP is 0.1 in fraud@7, but at least 0.5/,
    ],
    [
      'E10 a baseline without any such slice is not comparable',
      perRegion,
      versus(held, { recall: 0.9 }),
      false,
      /^production \(fraud@6\) has no recall for region=\*, so it is not comparable/,
    ],
    [
      'E10 NaN in one slice of the baseline fails',
      perRegion,
      versus(held, { ...held, 'recall/region=US': 'NaN' }),
      false,
      /fraud@6\) has NaN there/,
    ],
    [
      'E11 a combination matches slices with exactly its keys',
      { metric: 'f1', min: 0.9, slices: 'region=*,device=mobile' },
      aGate(
        aVersion(7, {
          'f1/region=EU,device=mobile': 0.95,
          'f1/region=EU': 0,
          'f1/region=EU,device=tv': 0,
          'f1/region=EU,device=mobile,age=1': 0,
        }),
      ),
      true,
      /^f1 of region=EU,device=mobile is 0\.95 in/,
    ],
    [
      'E11 order, blanks and the sign between make no difference',
      { metric: 'f1', min: 0.9, slices: ' device = mobile & region=* ' },
      aGate(aVersion(7, { 'f1/region=EU, device=mobile': 0.95 })),
      true,
      /0\.95/,
    ],
    [
      'E11 a slice is the same however it is written',
      { metric: 'f1', against: 'production', slices: 'region=*,device=*' },
      versus({ 'f1/region=EU,device=tv': 0.9 }, { 'f1/device=tv&region=EU': 0.95 }),
      false,
      /^f1 of region=EU,device=tv is 0\.9 in fraud@7, but production \(fraud@6\) has 0\.95 there/,
    ],
    [
      'E11 values are globs',
      { metric: 'f1', min: 0.9, slices: 'region=E?' },
      aGate(aVersion(7, { 'f1/region=EU': 0.95, 'f1/region=ASIA': 0 })),
      true,
      /0\.95/,
    ],
    [
      'E11 one of two values for a slice is not enough',
      { metric: 'f1', min: 0.9, slices: 'a=*,b=*' },
      aGate(aVersion(7, { 'f1/a=1,b=1': 0.95, 'f1/b=1,a=1': 0.5 })),
      false,
      /0\.5/,
    ],
    [
      'E11 a slice may have no key',
      { metric: 'f1', min: 0.9, slices: 'EU*' },
      aGate(aVersion(7, { 'f1/EU-west': 0.95, 'f1/US': 0 })),
      true,
      /0\.95/,
    ],
  ])

  it('E1 a result has each slice', () => {
    assert.deepEqual(resultOf(perRegion, versus({ 'recall/region=EU': 0.87, 'recall/region=JP': 0.5 }, held)).parts, [
      { slice: 'region=EU', passed: false, actual: '0.87', baseline: '0.912' },
      { slice: 'region=JP', passed: true, actual: '0.5' },
      { slice: 'region=US', passed: false, actual: 'not measured', baseline: '0.9' },
    ])
  })
})

describe('a metric on datasets', () => {
  const f1 = { metric: 'f1', min: 0.9 }
  const against = { metric: 'f1', against: 'production' }
  const data = (digest: string) => ({ record: { data: [{ name: 'holdout', digest }] } })
  const [one, two] = ['sha256:' + '1'.repeat(64), 'sha256:' + '2'.repeat(64)]
  const digests = (ours: string, theirs: string) =>
    aGate(aVersion(7, { 'f1@holdout': 0.9 }, data(ours)), {
      baselines: { production: [baseline(aVersion(6, { 'f1@holdout': 0.9 }, data(theirs)))] },
    })
  judge([
    [
      'E12 it holds on each dataset',
      f1,
      aGate(aVersion(7, { 'f1@a': 0.95, 'f1@b': 0.92 })),
      true,
      'f1 of fraud@7 is at least 0.9 in all 2 measurements: between 0.92 (f1 on b) and 0.95 (f1 on a).',
    ],
    [
      'E12 it fails on one dataset',
      f1,
      aGate(aVersion(7, { 'f1@a': 0.95, 'f1@b': 0.8 })),
      false,
      'f1 on b is 0.8 in fraud@7, but at least 0.9 is asked for.',
    ],
    [
      'E12 only the dataset that the rule names counts',
      { ...f1, dataset: 'a' },
      aGate(aVersion(7, { 'f1@a': 0.95, 'f1@b': 0.8 })),
      true,
      /^f1 on a is 0\.95/,
    ],
    [
      'E12 the dataset that the rule names has to be there',
      { ...f1, dataset: 'c' },
      aGate(aVersion(7, { 'f1@a': 0.95 })),
      false,
      'fraud@7 has no f1 on c; record it with: pedigree evaluate fraud@7 --metric f1=… --data c=FILE. It has f1 on a.',
    ],
    [
      'E12 a dataset may be named by its digest',
      { ...f1, dataset: one },
      aGate(aVersion(7, { 'f1@holdout': 0.95, 'f1@b': 0 }, data(one))),
      true,
      /^f1 on holdout is 0\.95/,
    ],
    [
      'E13 it is compared on the datasets that both have',
      against,
      versus({ 'f1@a': 0.9, 'f1@b': 0.1 }, { 'f1@a': 0.9, 'f1@c': 1 }),
      true,
      /fraud@6\) has no f1 on b, so that is not compared\.$/,
    ],
    [
      'E13 on each of them it has to hold',
      against,
      versus({ 'f1@a': 0.9, 'f1@b': 0.1 }, { 'f1@a': 0.9, 'f1@b': 0.2 }),
      false,
      'f1 on b is 0.1 in fraud@7, but production (fraud@6) has 0.2 there and less is not allowed.',
    ],
    [
      'E13 none in common is not comparable',
      against,
      versus({ 'f1@a': 0.9 }, { 'f1@b': 0.2 }),
      false,
      'f1 on a is 0.9 in fraud@7, but production (fraud@6) was measured on b and fraud@7 on a, so they are not comparable; evaluate both on the same dataset, or write anyDataset: true into the rule.',
    ],
    [
      'E13 none and a named one are not the same',
      against,
      versus({ f1: 0.9 }, { 'f1@b': 0.2 }),
      false,
      /was measured on b and fraud@7 on data without a name, so they are not comparable/,
    ],
    [
      'E13 one slice that is not comparable fails',
      { ...against, slices: 'r=*' },
      versus({ 'f1/r=1@a': 0.9, 'f1/r=2@a': 0.9 }, { 'f1/r=1@a': 0.9, 'f1/r=2@b': 0.9 }),
      false,
      /^f1 of r=2 on a is 0\.9 in fraud@7, but production \(fraud@6\) was measured on b there/,
    ],
    [
      'E13 datasets of one name and different digests are not comparable',
      against,
      digests(one, two),
      false,
      /measured on holdout \(sha256:222222222222…\) and fraud@7 on holdout \(sha256:111111111111…\)/,
    ],
    ['E13 datasets of one name and digest are', against, digests(one, one), true, /has 0\.9 there/],
    [
      'E13 a digest is the dataset that a record gives it to',
      against,
      aGate(aVersion(7, { 'f1@holdout': 0.9 }, data(one)), {
        baselines: { production: [baseline(aVersion(6, { [`f1@${one}`]: 0.9 }))] },
      }),
      true,
      /has 0\.9 there/,
    ],
    [
      'E14 datasets make no difference where the rule says so',
      { ...against, anyDataset: true },
      versus({ 'f1@a': 0.9 }, { 'f1@b': 0.2 }),
      true,
      'f1 on a is 0.9 in fraud@7; production (fraud@6) has 0.2 there (its best, measured on b) and less is not allowed.',
    ],
    [
      'E14 then it is the best that counts',
      { ...against, anyDataset: true },
      versus({ 'f1@a': 0.9 }, { 'f1@b': 0.2, 'f1@c': 0.95, 'f1@d': 'NaN' }),
      false,
      /has 0\.95 there \(its best, measured on c\)/,
    ],
    [
      'E14 the best is the lowest where lower is better',
      { metric: 'loss', against: 'production', anyDataset: true },
      versus({ 'loss@a': 0.3 }, { 'loss@b': 0.2, 'loss@c': 0.9 }),
      false,
      /has 0\.2 there/,
    ],
    [
      'E14 the same dataset goes before others',
      { ...against, anyDataset: true },
      versus({ 'f1@a': 0.9 }, { 'f1@a': 0.8, 'f1@b': 1 }),
      true,
      /has 0\.8 there and/,
    ],
  ])
})

describe('better is never worse', () => {
  const value = fc.double({ min: -10, max: 10, noNaN: true, noDefaultInfinity: true })
  const tolerance = fc.oneof(
    fc.constant(undefined),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom('1%', '12.5%'),
  )

  it('E5 raising a metric of which higher is better never turns pass into fail', () => {
    fc.assert(
      fc.property(value, value, value, tolerance, (a, b, base, tolerance) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        const rule = { metric: 'recall', against: 'production', ...(tolerance === undefined ? {} : { tolerance }) }
        const passes = (recall: number) => resultOf(rule, versus({ recall }, { recall: base })).passed
        assert.ok(passes(high) || !passes(low))
      }),
    )
  })
  it('E5 what is as good as the baseline passes, whatever is tolerated', () => {
    fc.assert(
      fc.property(value, tolerance, fc.constantFrom('recall', 'loss'), (base, tolerance, metric) => {
        const rule = { metric, against: 'production', ...(tolerance === undefined ? {} : { tolerance }) }
        assert.ok(resultOf(rule, versus({ [metric]: base }, { [metric]: base })).passed)
      }),
    )
  })
  it('E2 the order of what was recorded makes no difference', () => {
    const anySlices = fc.uniqueArray(
      fc.tuple(
        fc.constantFrom('', '/r=1', '/r=2', '/r=2,d=1', '/d=1&r=2'),
        fc.constantFrom('', '@a', '@b'),
        fc.constantFrom(0.1, 0.2, 'NaN' as const),
      ),
      { selector: ([slice, dataset]) => slice + dataset },
    )
    const rules = [{ slices: 'r=*' }, { slices: 'r=*,d=*', anyDataset: true }, {}].map((more) => ({
      metric: 'f1',
      against: 'production',
      ...more,
    }))
    fc.assert(
      fc.property(anySlices, anySlices, fc.constantFrom(...rules), (ours, theirs, rule) => {
        const valuesOf = (list: typeof ours) =>
          Object.fromEntries(list.map(([slice, dataset, value]) => [`f1${slice}${dataset}`, value]))
        assert.deepEqual(
          resultOf(rule, versus(valuesOf(ours.toReversed()), valuesOf(theirs.toReversed()))),
          resultOf(rule, versus(valuesOf(ours), valuesOf(theirs))),
        )
      }),
    )
  })
})
