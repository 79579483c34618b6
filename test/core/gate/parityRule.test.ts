import assert from 'node:assert/strict'
import { aGate, aVersion, judge, resultOf, type Values } from './facts'

const parity = { parity: 'f1', across: 'region', maxGap: 0.05 }
const having = (values: Values) => aGate(aVersion(7, values))

describe('parity', () => {
  judge([
    [
      'E15 slices that are close pass',
      parity,
      having({ 'f1/region=EU': 0.9, 'f1/region=US': 0.92, 'f1/region=JP': 0.93 }),
      true,
      'f1 of fraud@7 goes from 0.9 (region=EU) to 0.93 (region=JP), a gap of 0.03; at most 0.05 is allowed.',
    ],
    [
      'E15 slices that are apart fail',
      parity,
      having({ 'f1/region=EU': 0.85, 'f1/region=US': 0.93 }),
      false,
      'f1 of fraud@7 goes from 0.85 (region=EU) to 0.93 (region=US), a gap of 0.08, but at most 0.05 is allowed.',
    ],
    [
      'E15 just as far as is allowed passes, however it is subtracted',
      { ...parity, maxGap: 0.1 },
      having({ 'f1/region=EU': 0.7, 'f1/region=US': 0.8 }),
      true,
      /a gap of 0\.1; at most 0\.1/,
    ],
    [
      'E15 no gap may be asked for',
      { ...parity, maxGap: 0 },
      having({ 'f1/region=EU': 0.7, 'f1/region=US': 0.7 }),
      true,
      /a gap of 0;/,
    ],
    [
      'E15 one slice is not enough',
      parity,
      having({ 'f1/region=EU': 0.9, f1: 0.2 }),
      false,
      'fraud@7 has f1 for region=EU only, and there is nothing to compare it with; two slices of region are needed.',
    ],
    [
      'E15 one slice that is written twice is one',
      parity,
      having({ 'f1/region=EU': 0.9, 'f1/region = EU': 0.9 }),
      false,
      /only/,
    ],
    [
      'E4 a metric that is missing fails parity',
      parity,
      having({ f1: 0.9 }),
      false,
      'fraud@7 has no f1 for region=*; record it with: pedigree evaluate fraud@7 --metric f1/region=…=…. It has f1.',
    ],
    [
      'E4 NaN fails parity',
      parity,
      having({ 'f1/region=EU': 0.9, 'f1/region=US': 'NaN' }),
      false,
      'f1 of region=US is NaN in fraud@7, but a finite number is asked for.',
    ],
    [
      'E4 infinity fails parity',
      parity,
      having({ 'f1/region=EU': 'Infinity', 'f1/region=US': 'Infinity' }),
      false,
      /is Infinity in fraud@7/,
    ],
    [
      'E15 only slices with exactly this key count',
      parity,
      having({ 'f1/region=EU': 0.9, 'f1/region=US': 0.9, 'f1/region=US,device=tv': 0.1, 'f1/device=tv': 0 }),
      true,
      /a gap of 0;/,
    ],
    [
      'E15 each dataset is looked at by itself',
      parity,
      having({ 'f1/region=EU@a': 0.9, 'f1/region=US@a': 0.9, 'f1/region=EU@b': 0.5, 'f1/region=US@b': 0.51 }),
      true,
      /on a, a gap of 0;.* on b, a gap of 0\.01;/,
    ],
    [
      'E15 each dataset has to hold',
      parity,
      having({ 'f1/region=EU@a': 0.9, 'f1/region=US@a': 0.9, 'f1/region=EU@b': 0.5 }),
      false,
      'fraud@7 has f1 for region=EU only on b, and there is nothing to compare it with; two slices of region are needed.',
    ],
    [
      'E15 only the dataset that the rule names counts',
      { ...parity, dataset: 'a' },
      having({ 'f1/region=EU@a': 0.9, 'f1/region=US@a': 0.9, 'f1/region=EU@b': 0.5 }),
      true,
      /a gap of 0;/,
    ],
  ])

  it('E1 a result has each slice of parity', () => {
    const { rule, expected, actual, parts } = resultOf(
      parity,
      having({ 'f1/region=EU': 0.85, 'f1/region=US': 0.93, 'f1/region=JP': 0.9 }),
    )
    assert.deepEqual(
      { rule, expected, actual },
      {
        rule: 'parity: f1, across: region, maxGap: 0.05',
        expected: 'at most 0.05 between any two of region=*',
        actual: '0.08',
      },
    )
    assert.deepEqual(parts, [
      { slice: 'region=EU', passed: false, actual: '0.85' },
      { slice: 'region=JP', passed: true, actual: '0.9' },
      { slice: 'region=US', passed: false, actual: '0.93' },
    ])
  })
})
