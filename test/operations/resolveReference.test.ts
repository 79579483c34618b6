import assert from 'node:assert/strict'
import { resolveReference } from '../../src/operations/resolveReference'
import { refuses } from '../refuses'
import { an, entered, hex, indexWith, registered } from '../samples'

const labelled = (number: number, label: string) => an('version.described', { version: hex(number), label })
const named = (number: number, alias: string) => an('alias.moved', { version: hex(number), alias })

// hex(1) starts with 6b86, hex(2) with d473, hex(3) with 4e07.
const { db } = indexWith(
  ...[an('model.created'), registered(1), registered(2), registered(3)],
  ...[entered(1, 'production'), entered(2, 'staging'), entered(3, 'staging')],
  ...[named(1, 'champion'), named(2, 'd473'), named(1, '4e07'), labelled(3, 'rc'), labelled(2, 'champion')],
)

describe('resolving a reference', () => {
  const rows: [string, string, number][] = [
    ['X6 a number', 'churn@2', 2],
    ['X6 a number with a v', 'models:/churn/v2', 2],
    ['X6 an alias', 'churn@champion', 1],
    ['X6 an alias before a label', 'models:/churn@champion', 1],
    ['X6 an alias before an id', 'churn@4e07', 1],
    ['X6 a stage', 'churn@production', 1],
    ['X6 a stage as in MLflow', 'models:/churn/Production', 1],
    ['X6 of a shared stage the latest entrant', 'churn@staging', 3],
    ['X6 the newest', 'churn@latest', 3],
    ['X6 a label', 'churn@rc', 3],
    ['X6 the start of an id', 'churn@6b86b2', 1],
    ['X6 a whole id', `churn@${hex(3)}`, 3],
  ]
  for (const [rule, reference, number] of rows)
    it(rule, () => assert.equal(resolveReference(db, reference).version, number))

  it('X6 what is nothing of all this is refused, with what may have been meant', () => {
    const { hint } = refuses(() => resolveReference(db, 'churn@chmpion'), 'no-such-version')
    assert.ok(hint.includes('champion'), hint)
    refuses(() => resolveReference(db, 'churn@9'), 'no-such-version')
    refuses(() => resolveReference(db, 'churn@shadow'), 'no-such-version')
    refuses(() => resolveReference(db, 'chrun@1'), 'no-such-model')
  })
})
