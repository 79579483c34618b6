import assert from 'node:assert/strict'
import { ada, hex, uuid } from '../samples'
import { ci, commits, grace, noon, report, seqOn, writeNovember } from '../operations/november'
import { Scratch } from './pedigree'

describe('the registry as of a date', function () {
  this.timeout(60_000)
  const scratch = new Scratch()
  scratch.env['TZ'] = 'UTC'
  before(() => writeNovember(scratch.workspace))
  after(() => scratch.remove())

  const show = (reference: string, day: number) => scratch.ok('show', reference, '--at', `2025-11-${day}`)
  const text = async (...args: string[]) => (await scratch.run(...args)).stdout

  it('I12 says what was in production, how it was trained, who approved it and on which gate report', async () => {
    const shown = await show('churn@production', 14)
    assert.deepEqual(shown.basis, {
      ...{ seq: seqOn(13), id: uuid(`commit ${seqOn(13)}`), at: noon(13) },
      asked: '2025-11-14T23:59:59.999Z',
    })
    assert.deepEqual([shown.version, shown.stage, shown.aliases, shown.label], [1, 'production', ['champion'], null])
    assert.deepEqual([shown.description, shown.tags, shown.metrics], ['', {}, [{ name: 'f1', value: 0.93 }]])
    assert.deepEqual(
      [shown.record.code.commit.length, shown.record.params, shown.record.data],
      [40, { depth: 4 }, [{ name: 'customers' }]],
    )
    assert.deepEqual(shown.entry, {
      ...{ stage: 'production', seq: seqOn(7), at: noon(7), by: ada, kind: 'promote', reason: 'the first', code: null },
      ...{ override: false, report: report(1, true), reportProblem: null },
    })
    assert.deepEqual(shown.approvals, { production: [{ by: grace, at: noon(6), note: 'looks good', signed: false }] })
    assert.deepEqual(shown.checks['integration-tests'], {
      ...{ result: 'pass', url: 'https://ci.example.com/7', at: noon(5), by: ci },
    })
    assert.deepEqual(shown.rollouts, { production: { version: 2, percent: 25 } })
    assert.deepEqual(
      shown.deployments.map(({ environment, version, at, by }: Record<string, unknown>) => [
        environment,
        version,
        at,
        by,
      ]),
      [['prod-eu', 1, noon(8), 'CI']],
    )
    assert.deepEqual(shown.policy.applied, { seq: seqOn(4), at: noon(4), by: grace })
    assert.deepEqual(shown.policy.gates.production[0], 'metric: f1, min: 0.9')
    assert.equal(shown.history.at(-1).seq, seqOn(8))
  })

  it('I12 tells it in words', async () => {
    const told = await text('show', 'churn@production', '--at', '2025-11-14')
    for (const part of [
      /As of +2025-11-14 23:59:59: commit 10 \(.*\), 2025-11-13 12:00:00/,
      /Stage +production, promote by Ada on 2025-11-07 12:00:00 {2}the first/,
      /Policy +applied by Grace on 2025-11-04 12:00:00, 3 rules for production/,
      /Gate of production\nchurn@1 passes the gate of production \(1 rule\)\n✓ f1 of churn@1 is 0\.93; at least 0\.9 was asked\./,
      /Approvals\nproduction {2}Grace <grace@example\.com> {2}2025-11-06 12:00:00 {2}unverified {2}looks good/,
      /Checks\nintegration-tests {2}pass {2}2025-11-05 12:00:00 {2}CI {2}https:\/\/ci\.example\.com\/7/,
      /Rollout\nproduction {2}churn@2 {2}25% of the traffic/,
      /Deployments\nprod-eu {2}churn@1 {2}since 2025-11-08 12:00:00 {2}CI/,
    ])
      assert.match(told, part)
  })

  it('I12 marks what was overridden, what is not trusted, and a report that is gone', async () => {
    const shown = await scratch.ok('show', 'churn@2')
    assert.deepEqual(
      shown.overrides.map(({ stage, reason }: Record<string, unknown>) => [stage, reason]),
      [
        ['production', 'to see it'],
        ['production', 'the sale begins'],
      ],
    )
    const byType = (type: string) => shown.history.find((happening: { type: string }) => happening.type === type)
    assert.deepEqual(byType('promotion.refused').report, report(2, false))
    assert.match(byType('stage.entered').reportProblem, /not in the registry/)
    assert.deepEqual([shown.entry.override, shown.entry.report], [true, null])
    const told = await text('show', 'churn@2')
    assert.match(told, /Gate of production\nOVERRIDDEN by Ada because the sale begins\n.* not in the registry/)
    assert.match(told, /25% {2}OVERRIDDEN by Ada because to see it {2}1 of 1 rule failed/)

    const claimed = (await scratch.ok('show', 'churn@1')).history.at(-1)
    assert.match(claimed.distrust, /takes a signature/)
    assert.match(await text('show', 'churn@1'), /because I say so {2}NOT TRUSTED, without effect: to change who is in/)
  })

  it('I10 is one shape, with a date and without', async () => {
    const [then, now] = [await show('churn@1', 14), await scratch.ok('show', 'churn@1')]
    assert.deepEqual(Object.keys(then).toSorted(), Object.keys(now).toSorted())
    assert.deepEqual([now.stage, now.label, now.metrics[0].value], ['archived', 'old', 0.5])
    assert.deepEqual([now.basis.seq, now.basis.asked], [commits.length - 1, null])
    assert.equal(now.entry.kind, 'displaced')
  })

  it('I11 means by a reference what it meant then', async () => {
    const rows: [reference: string, day: number, number: number][] = [
      ['churn@champion', 15, 1],
      ['churn@champion', 16, 2],
      ['churn@latest', 8 + 10, 2],
      ['churn@production', 16, 2],
      ['churn@archived', 16, 1],
      ['churn@rc', 14, 2],
      ['churn@old', 18, 1],
      [`churn@${hex(1).slice(0, 8)}`, 14, 1],
      ['models:/churn/Production', 14, 1],
    ]
    for (const [reference, day, number] of rows)
      assert.equal((await show(reference, day)).version, number, `${reference} on ${day}`)
  })

  it('I10 lists models, versions, stages and rollouts as they were', async () => {
    const [churn, ...others] = await scratch.ok('models', '--at', '2025-11-14')
    assert.deepEqual(others, [])
    assert.deepEqual([churn.stages, churn.aliases, churn.versions], [{ production: [1] }, { champion: 1 }, 2])
    assert.match(await text('models', '--at', '2025-11-14'), /churn +2 +production v1 +champion v1 +Will they leave\?/)
    const then = await scratch.ok('versions', 'churn', '--at', '2025-11-14')
    assert.deepEqual(
      then.map(({ version, stage, label, aliases }: Record<string, unknown>) => [version, stage, label, aliases]),
      [
        [2, 'none', 'rc', []],
        [1, 'production', null, ['champion']],
      ],
    )
    assert.match(await text('versions', 'churn', '--at', '2025-11-08'), /^VERSION.*\nchurn@1 +production/)
    assert.deepEqual(await scratch.ok('at', '2025-11-14', 'churn'), [
      {
        ...{ model: 'churn', seq: seqOn(13), id: uuid(`commit ${seqOn(13)}`), asOf: noon(13) },
        ...{ stages: { production: [1] }, aliases: { champion: 1 } },
        rollouts: { production: { version: 2, percent: 25 } },
      },
    ])
    assert.match(await text('at', '2025-11-14'), /^As of commit 10 \(.*\), 2025-11-13 12:00:00\n.*\nchurn.*v2 25%/)
  })

  it('I10 lists what happened between two days', async () => {
    const items = await scratch.ok('log', 'churn', '--since', '2025-11-05', '--until', '2025-11-07')
    assert.deepEqual(
      items.map(({ seq, type }: { seq: number; type: string }) => [seq, type]),
      [
        [seqOn(5), 'check.recorded'],
        [seqOn(6), 'approval.given'],
        [seqOn(7), 'stage.entered'],
        [seqOn(7), 'alias.moved'],
      ],
    )
  })

  const refused: [what: string, args: string[], code: string, says: RegExp][] = [
    [
      'a day before the registry',
      ['show', 'churn@1', '--at', '2020-01-01'],
      'before-registry',
      /^There was no registry yet on 2020-01-01T23:59:59\.999Z: it begins on 2025-11-01T12:00:00\.000Z\.$/,
    ],
    ['versions before the registry', ['versions', 'churn', '--at', '2020-01-01'], 'before-registry', /no registry yet/],
    [
      'a model that was not there',
      ['show', 'later@1', '--at', '2025-11-14'],
      'no-such-model',
      /no model "later" yet on 2025-11-14.*: it is there since 2025-11-21/,
    ],
    ['versions of it', ['versions', 'later', '--at', '2025-11-14'], 'no-such-model', /"later" yet/],
    ['its state', ['at', '2025-11-14', 'later'], 'no-such-model', /"later" yet/],
    ['a model that never was', ['show', 'chrun@1', '--at', '2025-11-14'], 'no-such-model', /Did you mean "churn"/],
    [
      'a version that came later',
      ['show', 'churn@2', '--at', '2025-11-08'],
      'no-such-version',
      /churn@2 was not there yet on 2025-11-08.*: it was registered on 2025-11-09/,
    ],
    ['a version that never was', ['show', 'churn@9', '--at', '2025-11-14'], 'no-such-version', /had no version.*"9"/],
    [
      'an alias that named nothing',
      ['show', 'churn@champion', '--at', '2025-11-05'],
      'no-such-version',
      /churn had no version, alias, stage holder or label "champion" on 2025-11-05/,
    ],
    [
      'a stage that was empty',
      ['show', 'churn@production', '--at', '2025-11-05'],
      'no-such-version',
      /No version of churn was in production on 2025-11-05/,
    ],
    [
      'a mistyped alias',
      ['show', 'churn@chmpion', '--at', '2025-11-14'],
      'no-such-version',
      /Did you mean "champion"\?$/,
    ],
    ['a date that is none', ['show', 'churn@1', '--at', 'yesterday'], 'bad-date', /not a date/],
    ['a filter on the past', ['models', '--at', '2025-11-14', '--filter', 'stage = "x"'], 'bad-usage', /Leave out/],
    ['a filter on versions then', ['versions', 'churn', '--at', '2025-11-14', '--filter', 'x'], 'bad-usage', /now/],
  ]
  for (const [what, args, code, says] of refused)
    it(`I13 refuses ${what}`, async () => {
      const ran = await scratch.run(...args, '--json')
      const { error } = ran.json
      assert.deepEqual([ran.code, error.code], [code.startsWith('bad') ? 2 : 1, code])
      assert.match(`${error.message} ${error.hint}`.trim(), says)
    })

  it('I13 lists nothing of a day before the registry, and says so', async () => {
    assert.deepEqual([await scratch.ok('models', '--at', '2020-01-01'), await scratch.ok('at', '2020-01-01')], [[], []])
    assert.equal(await text('models', '--at', '2020-01-01'), 'There were no models yet.\n')
  })

  it('I13 answers of a date to come as of now, and says so', async () => {
    const ran = await scratch.run('show', 'churn@1', '--at', '2999-01-01', '--json')
    assert.deepEqual([ran.code, ran.json.stage, ran.json.basis.seq], [0, 'archived', commits.length - 1])
    assert.equal(ran.stderr, '2999-01-01 is still to come: this is how things are now.\n')
  })
})
