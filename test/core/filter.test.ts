import assert from 'node:assert/strict'
import { type Filter, parseFilter } from '../../src/core/filter'
import { refuses } from '../refuses'

/** With every pair of parentheses that is meant. */
function told(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${told(filter.left)} ${filter.kind} ${told(filter.right)})`
    case 'not':
      return `not ${told(filter.inner)}`
    case 'compare':
      return `${filter.field.group}[${filter.field.key}] ${filter.operator} ${JSON.stringify(filter.value)}`
  }
}

describe('filters', () => {
  const readable: [string, string, string][] = [
    ['Q1 a metric', 'metrics.f1 > 0.9', 'metrics[f1] > 0.9'],
    ['Q1 without blanks', 'metrics.f1>=-1e-3', 'metrics[f1] >= -0.001'],
    ['Q1 a metric of a slice', 'metrics."f1/region=EU" < 1', 'metrics[f1/region=EU] < 1'],
    ['Q1 a name with blanks, as in MLflow', "tags.`the team` = 'x'", 'tags[the team] = "x"'],
    ['Q1 a name with dots', "params.model.depth = '4'", 'params[model.depth] = "4"'],
    ['Q1 other words for groups', "parameters.a = 1 and TAG.b = 'c'", '(params[a] = 1 and tags[b] = "c")'],
    ['Q1 an attribute', "stage = 'production'", 'attribute[stage] = "production"'],
    [
      'Q1 an attribute by its MLflow name',
      "name LIKE 'fraud%' AND run_id != 'x'",
      '(attribute[model] LIKE "fraud%" and attribute[run] != "x")',
    ],
    ['Q1 an attribute by its long name', "attributes.`author` ilike '%ada%'", 'attribute[author] ILIKE "%ada%"'],
    ['Q1 a quote in a text', "label = 'it''s'", 'attribute[label] = "it\'s"'],
    [
      'Q1 a list',
      "version IN (1, 2) AND alias not in ('a','b')",
      '(attribute[version] IN [1,2] and attribute[alias] NOT IN ["a","b"])',
    ],
    [
      'Q1 other signs for equal and not',
      "stage == 'a' and stage <> 'b'",
      '(attribute[stage] = "a" and attribute[stage] != "b")',
    ],
    [
      'Q2 AND binds closer than OR',
      'version=1 or version=2 and version=3',
      '(attribute[version] = 1 or (attribute[version] = 2 and attribute[version] = 3))',
    ],
    ['Q2 NOT binds closest', 'NOT version=1 AND version=2', '(not attribute[version] = 1 and attribute[version] = 2)'],
    [
      'Q2 parentheses bind closer still',
      'not (version=1 or version=2)',
      'not (attribute[version] = 1 or attribute[version] = 2)',
    ],
    [
      'Q2 equals are read from the left',
      'version=1 and version=2 and version=3',
      '((attribute[version] = 1 and attribute[version] = 2) and attribute[version] = 3)',
    ],
  ]
  for (const [rule, text, expected] of readable) it(rule, () => assert.equal(told(parseFilter(text)), expected))

  const unreadable: [string, number, string][] = [
    ['', 1, 'a field such as'],
    ['metrics.f1', 11, 'one of ='],
    ['metrics.f1 >', 13, 'a number'],
    ['metrics.f1 > high', 14, 'a number'],
    ["metrics.f1 > 'high'", 20, 'a metric is compared with a number'],
    ['metrics.f1 IN (1)', 18, 'a metric is compared with a number'],
    ['metrics. > 1', 10, 'a name after metrics.'],
    ['colour = 1', 1, '"colour" is not a field'],
    ['version = 1 and colour = 1', 17, '"colour" is not a field'],
    ['metric_s.f1 = 1', 1, '"metric_s" is none of'],
    ['constructor = 1', 1, '"constructor" is not a field'],
    ['constructor.name = 1', 1, '"constructor" is none of'],
    ['attributes.constructor = 1', 1, '"constructor" is not a field'],
    ["stage = 'production", 9, 'a quote is not closed'],
    ['(version = 1', 13, 'a ) is missing'],
    ['version = 1)', 12, '")" is not expected'],
    ['version = 1 version = 2', 13, '"version" is not expected'],
    ['version NOT 1', 13, 'one of ='],
    ['version IN 1', 12, 'a list such as'],
    ['version IN (1, )', 16, 'a number'],
    ['version = 1 AND', 16, 'a field such as'],
    ['version ! 1', 9, 'a sign has no meaning'],
  ]
  for (const [text, at, problem] of unreadable)
    it(`Q3 what makes no sense is refused, with its place: ${text}`, () => {
      const { message } = refuses(() => parseFilter(text), 'bad-filter')
      assert.ok(message.includes(`at character ${at}: `) && message.includes(problem), message)
    })
})
