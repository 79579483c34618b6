import assert from 'node:assert/strict'
import { isIdPrefix, numberOf, parseReference } from '../../src/core/reference'
import { refuses } from '../refuses'

describe('references', () => {
  const readable: [string, string, [string, string]][] = [
    ['X1 a number', 'churn@3', ['churn', '3']],
    ['X1 a number with a v', 'churn@v3', ['churn', 'v3']],
    ['X1 an alias, and a stage, and a label', 'churn@champion', ['churn', 'champion']],
    ['X1 the newest', 'churn@latest', ['churn', 'latest']],
    ['X1 the start of an id', 'churn@3fa9c1', ['churn', '3fa9c1']],
    ['X1 a model with blanks', ' fraud detector@3 ', ['fraud detector', '3']],
    ['X1 a model in another Unicode form', 'Cafe\u0301@3', ['Caf\u00e9', '3']],
    ['X2 a number in MLflow', 'models:/churn/3', ['churn', '3']],
    ['X2 an alias in MLflow', 'models:/churn@champion', ['churn', 'champion']],
    ['X2 a stage in MLflow is one of ours', 'models:/churn/Production', ['churn', 'production']],
    ['X2 MLflow as a URL', 'models://churn/latest', ['churn', 'latest']],
  ]
  for (const [rule, text, [model, selector]] of readable)
    it(rule, () => assert.deepEqual(parseReference(text), { model, selector }))

  const unreadable = [
    ...['', '@', 'churn', 'churn@', '@3', 'a@b@3', 'churn@a b', 'churn@a/b', 'a/b@3', 'a:b@3'],
    ...['models:/', 'models:/churn', 'models:/churn/', 'models:/a/b/3', 'models:/churn@'],
  ]
  for (const text of unreadable)
    it(`X3 what is none of these is refused: "${text}"`, () => refuses(() => parseReference(text), 'bad-reference'))

  const numbers: [string, number | undefined][] = [
    ['3', 3],
    ['v3', 3],
    ['V12', 12],
    ['0', undefined],
    ['03', undefined],
    ['-3', undefined],
    ['3.0', undefined],
    ['3fa9', undefined],
    ['v', undefined],
  ]
  for (const [text, number] of numbers)
    it(`X4 a version's number counts from 1: ${text}`, () => assert.equal(numberOf(text), number))

  const prefixes: [string, boolean][] = [
    ['3fa9', true],
    ['f'.repeat(64), true],
    ['3fa', false],
    ['3FA9', false],
    ['champion', false],
    ['f'.repeat(65), false],
  ]
  for (const [text, is] of prefixes)
    it(`X5 an id is named by four of its digits or more: ${text.slice(0, 8)}`, () => assert.equal(isIdPrefix(text), is))
})
