import assert from 'node:assert/strict'
import { changesBetween } from '../../webview/views/review/changes'
import {
  type Chosen,
  effectOf,
  overrideButton,
  promoteButton,
  sharesOf,
  takeBackButton,
  trafficOf,
} from '../../webview/views/review/choices'
import { reviewMarkdown, rulesCsv } from '../../webview/views/review/exports'
import { resultOf, type Review } from '../../webview/views/review/reviewed'
import {
  effectSentences,
  resultSentence,
  standingOf,
  titleOf,
  valueTexts,
  verdictOf,
} from '../../webview/views/review/words'
import { aRefused, aReview, aRule } from './aReview'
import { withDocument } from './withDocument'

const chosen: Chosen = { percent: 100, reason: '', trusted: true, busy: false }
const pending = (state: 'open' | 'conflict'): Review['pending'] => [
  {
    ...{ id: 'p', createdAt: '', operation: 'promote', model: 'churn', version: 'id', target: 'production' },
    ...{ state, refusal: null },
  },
]
const approval = (name: string): Review['approvals']['given'][number] => ({
  ...{ by: { name, email: `${name}@example.com` }, at: '2026-01-02T00:00:00.000Z', signed: false, why: null },
})

describe('a review, in words', () => {
  withDocument()

  it('says what it is about, and which way it goes', () => {
    assert.equal(titleOf(aReview()), 'Promote churn@8 to production')
    assert.equal(titleOf(aReview({ kind: 'demote', stage: 'staging' })), 'Move churn@8 down to staging')
    assert.equal(titleOf(aReview({ kind: 'archive', stage: 'archived' })), 'Archive churn@8')
  })

  const there = { ...aReview().candidate, stage: 'production' }
  const refusedOnce = [{ outcome: 'refused', by: { name: 'Ada', email: '' }, at: '' }] as unknown as Review['reports']
  const standings: [ReturnType<typeof standingOf>, Review][] = [
    ['ready', aReview()],
    ['ready', aReview({ reports: refusedOnce })],
    ['open', aRefused()],
    ['open', aReview({ gate: null })],
    ['refused', aRefused({ reports: refusedOnce })],
    ['there', aReview({ candidate: there })],
    ['rolling', aReview({ rollout: { share: 5, other: null, obstacle: null } })],
    ['pending', aReview({ pending: pending('open'), candidate: there })],
    ['conflict', aReview({ pending: pending('conflict') })],
  ]
  for (const [i, [standing, review]] of standings.entries())
    it(`stands as ${standing} (${i})`, () => assert.equal(standingOf(review), standing))

  it('tells what will happen to others', () => {
    const effect: Review['effect'] = {
      ...{
        displaced: 7,
        rollbackTo: 7,
        leavesEmpty: true,
        ends: [
          { stage: 'production', version: 9, percent: 2.5 },
          { stage: 'eu', version: 6, percent: 5 },
        ],
      },
      aliases: [
        { alias: 'champion', from: 7, to: 8 },
        { alias: 'rollback', from: null, to: 7 },
        { alias: 'mine', from: 6, to: null },
      ],
      drift: [{ environment: 'prod-eu', runs: 7 }],
    }
    assert.deepEqual(
      effectSentences(
        aReview({ effect, signers: [{ stage: 'production', of: ['ada@example.com', 'bob@example.com'] }] }),
      ),
      [
        'v7 leaves production and is archived.',
        'staging is left without a version.',
        'The rollout of v9 (2.5%) ends.',
        'The rollout of v6 in eu (5%) ends.',
        'The alias champion moves from v7 to v8.',
        'The alias rollback names v7.',
        'The alias mine goes: nothing is left for it to name.',
        'A rollback will then bring v7 back.',
        'prod-eu runs v7, and would drift until v8 is deployed there.',
        'To change production takes a signature of ada@example.com, bob@example.com.',
      ],
    )
    const nobody = {
      ...effect,
      displaced: null,
      rollbackTo: null,
      aliases: [],
      leavesEmpty: false,
      ends: [],
      drift: [],
    }
    assert.deepEqual(effectSentences(aReview({ effect: nobody, holder: null })), [
      'Nobody has to leave: no version holds production now.',
      'There will be no version to roll back to.',
    ])
    assert.deepEqual(effectSentences(aReview({ candidate: there })), ['Nothing: v8 is in production already.'])
  })

  it('tells that a share of the traffic moves nobody yet', () => {
    const signers = ['staging', 'production'].map((stage) => ({ stage, of: [`${stage}@example.com`] }))
    assert.deepEqual(effectOf(aReview({ signers }), 5), [
      'v8 gets 5% of the traffic, and v7 keeps 95%.',
      'Neither moves: v7 holds production until v8 is promoted all at once.',
      'To change production takes a signature of production@example.com.',
    ])
    assert.deepEqual(effectOf(aReview(), 100), effectSentences(aReview()))
    const shared = aReview({ rollout: { share: 0, other: null, obstacle: 'shared' } })
    assert.deepEqual(effectOf(shared, 5), effectSentences(shared))
  })

  it('tells values apart that differ', () => {
    assert.deepEqual(valueTexts({ base: 0.91234, value: 0.91232 }), ['0.91234', '0.91232'])
    assert.deepEqual(valueTexts({ base: 'NaN', value: null }), ['NaN', '–'])
  })

  it('says what the gate says, and that nothing guards a stage', () => {
    assert.equal(verdictOf(aReview()), 'The only rule passes.')
    assert.equal(verdictOf(aRefused()), '1 of 2 rules fail.')
    assert.equal(verdictOf(aReview({ gate: null })), 'Nothing guards production: any version may enter.')
  })

  it('tells what others did, and nothing where nothing happened', () => {
    const before = aRefused({ checks: [{ check: 'tests', isAsked: true, latest: null }] })
    const latest = {
      ...{ version: 8, check: 'tests', url: null, note: null, at: 'now', by: 'Bob' },
      result: 'pass' as const,
    }
    const after = aReview({
      checks: [{ check: 'tests', isAsked: true, latest }],
      approvals: { ...before.approvals, given: [approval('Ada')] },
      holder: { ...before.holder!, version: 6 },
    })
    assert.deepEqual(changesBetween(before, before), [])
    assert.deepEqual(changesBetween(before, after), [
      'Ada approved.',
      'The check tests passed.',
      'v6 is in production now.',
      'The only rule passes.',
    ])
    assert.deepEqual(changesBetween(after, aReview({ holder: null })).slice(0, 2), [
      'Ada withdrew the approval.',
      'No version holds production now.',
    ])
    assert.deepEqual(changesBetween(aReview(), aReview({ stage: 'staging' })), [], 'another page is no change')
  })
})

describe('what can be decided', () => {
  withDocument()

  const rows: [what: string, review: Review, given: Partial<Chosen>, label: string, why: RegExp | undefined][] = [
    ['a gate that passes', aReview(), {}, 'Promote to production', undefined],
    ['no gate', aReview({ gate: null }), {}, 'Promote to production', undefined],
    ['a share', aReview(), { percent: 5 }, 'Roll Out to 5%', undefined],
    [
      'a gate that fails',
      aRefused(),
      {},
      'Promote to production',
      /^1 of 2 rules fail\. The gate has to pass first\.$/,
    ],
    ['no override', aRefused({ override: 'never' }), {}, 'Promote to production', /The policy allows no override/],
    ['a way down', aReview({ kind: 'demote', stage: 'dev', gate: null }), {}, 'Move Down to dev', undefined],
    ['Restricted Mode', aReview(), { trusted: false }, 'Promote to production', /Restricted Mode/],
    ['a question', aReview(), { busy: true }, 'Promote to production', /asks you to confirm/],
    [
      'what is there',
      aReview({ candidate: { ...aReview().candidate, stage: 'production' } }),
      {},
      'Promote to production',
      /already/,
    ],
    ['what waits', aReview({ pending: pending('open') }), {}, 'Promote to production', /waits on this machine/],
    ['a conflict', aReview({ pending: pending('conflict') }), {}, 'Promote to production', /waits for a decision/],
    [
      'a share that it has',
      aReview({ rollout: { share: 25, other: null, obstacle: null } }),
      { percent: 10 },
      'Roll Out to 10%',
      /25% already/,
    ],
    ['no share', aReview(), { percent: 0 }, 'Roll Out to 0%', /more than 0 %/],
    ['too much', aReview(), { percent: 101 }, 'Promote to production', /at most 100 %/],
  ]
  for (const [what, review, given, label, why] of rows)
    it(`with ${what}: ${why ? 'no' : 'yes'}`, () => {
      const press = promoteButton(review, { ...chosen, ...given })
      assert.equal(press.label, label)
      if (why) assert.match(press.why!, why)
      else assert.equal(press.why, undefined)
    })

  it('an override is offered where the gate fails and may be overridden, and needs a reason', () => {
    assert.equal(overrideButton(aReview(), chosen), undefined)
    assert.equal(overrideButton(aRefused({ override: 'never' }), chosen), undefined)
    assert.match(overrideButton(aRefused(), { ...chosen, reason: ' ' })!.why!, /give a reason/)
    assert.equal(overrideButton(aRefused(), { ...chosen, reason: 'now' })!.why, undefined)
  })
  it('traffic can be taken back from what has some', () => {
    const rolling = aReview({ rollout: { share: 25, other: null, obstacle: null } })
    assert.equal(takeBackButton(aReview(), chosen), undefined)
    assert.match(takeBackButton(rolling, chosen)!.why!, /give a reason/)
    assert.deepEqual(sharesOf(rolling), [50])
    assert.equal(trafficOf(rolling, 50), 'v8 gets 50% of the traffic, and v7 keeps 50%.')
  })
  it('a share is for a stage that somebody holds, and for one version at a time', () => {
    const rollout = { share: 0, other: { version: 9, percent: 5 }, obstacle: 'other' as const }
    assert.deepEqual(sharesOf(aReview({ rollout })), [])
    assert.equal(trafficOf(aReview({ rollout }), 100), 'Only all at once: v9 is being rolled out already, at 5%.')
    const first = aReview({ rollout: { share: 0, other: null, obstacle: 'nobody' }, holder: null })
    assert.equal(trafficOf(first, 100), 'All at once, as nobody holds production yet.')
    assert.equal(trafficOf(aReview({ rollout: { share: 0, other: null, obstacle: 'shared' } }), 100), '')
  })
  it('what a promotion answered is told; another answer is none', () => {
    const answer = {
      version: 8,
      stage: 'production',
      from: 'staging',
      displaced: 7,
      aliases: ['champion'],
      gate: null,
      pending: false,
    }
    assert.equal(resultSentence(resultOf(answer, 'production')!), 'v8 is in production now.')
    const rolling = { ...answer, stage: 'staging', rollout: { stage: 'production', percent: 5 } }
    assert.equal(resultSentence(resultOf(rolling, 'production')!), 'v8 gets 5% of the traffic of production now.')
    assert.match(resultSentence(resultOf({ ...answer, pending: true }, 'production')!), /waits on this machine/)
    assert.equal(resultOf(null, 'production'), undefined)
  })
})

describe('a review, as a file', () => {
  withDocument()

  it('as Markdown says all of it, and nothing of it is markup', () => {
    const review = aRefused({
      approvals: {
        asked: [{ count: 2, from: [], signed: false, counted: 1 }],
        given: [approval('<b>Ada</b>')],
        isMine: false,
        isAuthor: false,
      },
      signers: [{ stage: 'production', of: ['a_b@example.com'] }],
    })
    const text = reviewMarkdown(review)
    assert.match(text, /^## Promote churn@8 to production\n\n\*\*Open\*\* /)
    assert.match(text, /- The alias champion moves from v7 to v8\.\n/)
    assert.match(text, /\| ✗ failed \| check: tests \| never reported \|/)
    assert.match(text, /- \\<b\\>Ada\\<\/b\\> approved on .*, unverified\n- Approvals: 1 of 2/)
    assert.match(text, /a\\_b@example\.com/)
    assert.doesNotMatch(text, /\n\n\n/)
  })
  it('as CSV has a row for each rule', () => {
    const gate = { ...aReview().gate!, rules: [aRule({ message: 'a, "b"' })] }
    assert.equal(
      rulesCsv(aReview({ gate })),
      'Result,Rule,Found,Expected,Compared with,Sentence\r\npassed,"metric: f1, min: 0.9",0.93,at least 0.9,,"a, ""b"""\r\n',
    )
    assert.equal(rulesCsv(aReview({ gate: null })).split('\r\n').length, 2)
  })
})
