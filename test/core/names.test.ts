import assert from 'node:assert/strict'
import { checkAlias, checkLabel, modelName } from '../../src/core/names'
import { allStages, defaultPolicy } from '../../src/core/policy/policy'
import { refuses } from '../refuses'

describe('names', () => {
  const models: [string, string, string | undefined][] = [
    ['N1 a model has almost any name', 'Fraud detector (EU), 2nd', 'Fraud detector (EU), 2nd'],
    ['N1 a model may be called like something of JavaScript', '__proto__', '__proto__'],
    ['N1 a model has 250 characters at most', 'x'.repeat(250), 'x'.repeat(250)],
    ['N1 a model has no more than 250 characters', 'x'.repeat(251), undefined],
    ['N1 a model has a name', '', undefined],
    ['N1 blanks are no name', ' \t ', undefined],
    ['N1 an @ would start a selector', 'a@b', undefined],
    ['N1 a colon would start a relation', 'a:b', undefined],
    ['N1 a slash would start a folder', 'a/b', undefined],
    ['N1 a backslash would start a folder', 'a\\b', undefined],
    ['N1 a line break is a control character', 'a\nb', undefined],
    ['N1 half of a character is none', 'a\ud800', undefined],
    ['N2 names are compared in one Unicode form', 'Cafe\u0301', 'Caf\u00e9'],
    ['N2 blanks around a name are not part of it', '  churn ', 'churn'],
  ]
  for (const [rule, text, expected] of models)
    it(rule, () => {
      if (expected === undefined) refuses(() => modelName(text), 'bad-model-name')
      else assert.equal(modelName(text), expected)
    })

  const selectors: [string, string, boolean][] = [
    ['N3 an alias has letters, digits and . _ -', 'eu.Primary_2-b', true],
    ['N3 an alias has no blanks', 'eu primary', false],
    ['N3 an alias has no letters beyond ASCII', 'größte', false],
    ['N3 an alias is not empty', '', false],
    ['N3 an alias has 128 characters at most', 'x'.repeat(129), false],
    ['N4 an alias is no number', '12', false],
    ['N4 an alias is no number with a v', 'V3', false],
    ['N4 an alias may begin like a number', 'v1.4-rc1', true],
    ['N4 latest is always the newest version', 'Latest', false],
    ['N4 an alias is no stage', 'Production', false],
    ['N4 an alias is not the stage before all', 'none', false],
    ['N4 an alias is not the stage after all', 'archived', false],
  ]
  for (const [rule, name, isFine] of selectors) {
    const stages = allStages(defaultPolicy)
    it(rule, () => {
      if (isFine) assert.doesNotThrow(() => checkAlias(name, stages))
      else refuses(() => checkAlias(name, stages), 'bad-alias')
    })
    it(`N5 a label is held to the rules of aliases: ${JSON.stringify(name.slice(0, 20))}`, () => {
      if (isFine) assert.doesNotThrow(() => checkLabel(name, stages))
      else refuses(() => checkLabel(name, stages), 'bad-label')
    })
  }
})
