import assert from 'node:assert/strict'
import type { Stay } from '../../../src/core/version'
import { aGate, aVersion, judge, resultOf } from './facts'

const day = { after: 'shadow', for: '24h' }
const stayed = (...stays: [stage: string, from: string, to?: string][]) =>
  aGate(
    aVersion(
      7,
      {},
      {
        stays: stays.map(([stage, from, to]): Stay => ({
          stage,
          from: `2026-11-${from}Z`,
          ...(to ? { to: `2026-11-${to}Z` } : {}),
        })),
      },
    ),
  )

describe('how long it has been somewhere', () => {
  judge([
    [
      'E16 it has never been there',
      day,
      stayed(['none', '20T00:00:00.000']),
      false,
      'fraud@7 has never been in shadow, but 24 h there are asked for; put it there with: pedigree promote fraud@7 shadow.',
    ],
    [
      'E16 it is there, but not for long enough',
      day,
      stayed(['shadow', '21T05:30:00.000']),
      false,
      'fraud@7 has been in shadow for 6 h 30 min of 24 h; if it stays there, this passes at the earliest at 2026-11-22 05:30 UTC.',
    ],
    [
      'E16 the earliest is not a moment too early',
      day,
      stayed(['shadow', '21T05:30:00.001']),
      false,
      /2026-11-22 05:31 UTC/,
    ],
    [
      'E16 just long enough passes',
      day,
      stayed(['shadow', '20T12:00:00.000']),
      true,
      'fraud@7 was in shadow for 24 h without a break; 24 h are asked for.',
    ],
    ['E16 a moment less fails', day, stayed(['shadow', '20T12:00:00.001']), false, /for 23 h 59 min of 24 h/],
    [
      'E16 an earlier stay counts',
      day,
      stayed(['shadow', '01T00:00:00.000', '03T00:00:00.000'], ['staging', '03T00:00:00.000']),
      true,
      /for 2 d without a break/,
    ],
    [
      'E16 stays do not add up',
      day,
      stayed(
        ['shadow', '01T00:00:00.000', '01T20:00:00.000'],
        ['staging', '01T20:00:00.000', '02T00:00:00.000'],
        ['shadow', '02T00:00:00.000', '02T10:00:00.000'],
        ['none', '02T10:00:00.000'],
      ),
      false,
      'fraud@7 was in shadow for 20 h without a break at the longest, but 24 h are asked for, and it is not there now; put it back with: pedigree promote fraud@7 shadow.',
    ],
    [
      'E16 a longer stay before does not shorten the present one',
      day,
      stayed(
        ['shadow', '01T00:00:00.000', '01T20:00:00.000'],
        ['none', '01T20:00:00.000', '21T11:00:00.000'],
        ['shadow', '21T11:00:00.000'],
      ),
      false,
      /for 1 h of 24 h; .* 2026-11-22 11:00 UTC/,
    ],
    [
      'E16 a stay that begins in the future has no length',
      day,
      stayed(['shadow', '22T00:00:00.000']),
      false,
      /for 0 s of 24 h/,
    ],
    [
      'E16 it may have to wait for ever',
      { after: 'shadow', for: '999999w' },
      stayed(['shadow', '21T00:00:00.000']),
      false,
      /of 6999993 d\.$/,
    ],
    [
      'E16 without a time it is enough to be there',
      { after: 'shadow' },
      stayed(['shadow', '21T12:00:00.000']),
      true,
      'fraud@7 has been in shadow since 2026-11-21 12:00 UTC, as is asked.',
    ],
    [
      'E16 without a time it is enough to have been there',
      { after: 'shadow' },
      stayed(['shadow', '01T00:00:00.000', '01T00:30:00.000'], ['none', '01T00:30:00.000']),
      true,
      'fraud@7 was in shadow from 2026-11-01 00:00 UTC, for 30 min, as is asked.',
    ],
    [
      'E16 without a time it has to have been there',
      { after: 'shadow' },
      stayed(['staging', '01T00:00:00.000']),
      false,
      'fraud@7 has never been in shadow, and has to pass through it; put it there with: pedigree promote fraud@7 shadow.',
    ],
  ])

  it('E1 a result says how long it was of how long it has to be', () => {
    const { rule, expected, actual } = resultOf(day, stayed(['shadow', '21T05:30:00.000']))
    assert.deepEqual(
      { rule, expected, actual },
      { rule: 'after: shadow, for: 24h', expected: '24 h in shadow without a break', actual: '6 h 30 min of 24 h' },
    )
  })
})
