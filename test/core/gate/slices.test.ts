import assert from 'node:assert/strict'
import { directionFor, directionOf } from '../../../src/core/gate/directions'
import { readSlice } from '../../../src/core/gate/slices'
import { matches } from '../../../src/core/policy/policy'

describe('slices', () => {
  const written: [string, string][] = [
    ['region=EU', 'region=EU'],
    [' region = EU ', 'region=EU'],
    ['region=EU,device=mobile', 'device=mobile,region=EU'],
    ['device=mobile & region=EU', 'device=mobile,region=EU'],
    ['age=<18', 'age=<18'],
    ['query=a=b', 'query=a=b'],
    ['EU', 'EU'],
    ['', ''],
    [',&', ''],
  ]
  for (const [text, part] of written)
    it(`E11 ${JSON.stringify(text)} is read as ${JSON.stringify(part)}`, () => assert.equal(readSlice(text).part, part))

  const globs: [string, string, boolean][] = [
    ['*', '', true],
    ['EU', 'EU', true],
    ['EU', 'eu', false],
    ['E?', 'EU', true],
    ['E?', 'E', false],
    ['E*', 'E', true],
    ['*U', 'EUU', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['?', '🙂', true],
    ['a.c', 'abc', false],
    ['[a]', '[a]', true],
    ['a*', 'b', false],
  ]
  for (const [glob, text, isMatch] of globs)
    it(`E11 ${glob} ${isMatch ? 'matches' : 'does not match'} ${JSON.stringify(text)}`, () => {
      assert.equal(matches(glob, text), isMatch)
    })
  it('E11 a glob of many stars does not take long', () => {
    assert.equal(matches('*a'.repeat(60) + 'b', 'a'.repeat(500)), false)
  })
})

describe('which values are better', () => {
  const lower = [
    'loss',
    'val_loss',
    'valLoss',
    'RMSE',
    'error_rate',
    'mean_absolute_error',
    'latency_p99_ms',
    'p50_ms',
    'eval/perplexity',
  ]
  lower.push(
    'wer',
    'cross_entropy',
    'cross-entropy',
    'training_time',
    'time_to_first_token',
    'false_positive_rate',
    'accuracy_loss',
    'ms_per_token',
  )
  lower.push('errors_per_second', 'neg_log_likelihood')
  const higher = [
    'f1',
    'f1_macro',
    'recall@10',
    'ROC-AUC',
    'testAccuracy',
    'tokens_per_second',
    'neg_mean_squared_error',
    'log_likelihood',
  ]
  const unknown = [
    'score',
    'glossary',
    'terror',
    'negative_predictive_value',
    'constructor',
    '',
    'neg_score',
    'closeness',
  ]
  for (const name of lower) it(`E8 lower ${name} is better`, () => assert.equal(directionOf(name), 'lower'))
  for (const name of higher) it(`E8 higher ${name} is better`, () => assert.equal(directionOf(name), 'higher'))
  for (const name of unknown)
    it(`E8 the name ${JSON.stringify(name)} does not say, so higher is assumed`, () => {
      assert.equal(directionOf(name), undefined)
      assert.deepEqual(directionFor({}, name), { direction: 'higher', isAssumed: true })
    })
})
