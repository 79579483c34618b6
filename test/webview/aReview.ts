import type { Review, Rule } from '../../webview/views/review/reviewed'

/** A rule that passes. A test says only what it is about. */
export const aRule = (fields: Partial<Rule> = {}): Rule => ({
  ...{ rule: 'metric: f1, min: 0.9', kind: 'metric', about: 'f1', passed: true },
  ...{ expected: 'at least 0.9', actual: '0.93', message: 'f1 is 0.93 in churn@8; at least 0.9 is asked for.' },
  ...{ parts: [], measured: 0, series: null, checks: [], earlier: [] },
  ...fields,
})

/** churn@8 on its way from staging to production, which churn@7 holds, past a gate with one rule that it passes. */
export const aReview = (fields: Partial<Review> = {}): Review => ({
  candidate: {
    ...{ model: 'churn', version: 8, label: null, stage: 'staging', description: 'All there is to say.', aliases: [] },
    ...{ at: '2026-01-01T00:00:00.000Z', author: { name: 'Ada', email: 'ada@example.com' } },
  },
  stage: 'production',
  stages: [
    { stage: 'staging', isExclusive: false, rules: 0, isHere: true, isDown: false, holder: 8 },
    { stage: 'production', isExclusive: true, rules: 1, isHere: false, isDown: false, holder: 7 },
  ],
  ...{ isExclusive: true, kind: 'promote', override: 'allowed', seen: 'id of 7', entered: null },
  holder: { model: 'churn', version: 7, label: null, id: 'id of 7', at: '2025-12-01T00:00:00.000Z', by: 'Bob' },
  effect: {
    ...{ displaced: 7, rollbackTo: 7, leavesEmpty: false, ends: [], drift: [] },
    aliases: [{ alias: 'champion', from: 7, to: 8 }],
  },
  gate: { passed: true, isAsked: true, at: '2026-01-02T00:00:00.000Z', rules: [aRule()] },
  rollout: { share: 0, other: null, obstacle: null },
  versus: null,
  card: { isAsked: false, findings: [] },
  checks: [],
  approvals: { asked: [], given: [], isMine: false, isAuthor: false },
  ...{ signers: [], reports: [], pending: [] },
  ...fields,
})

/** The same, refused by one of two rules. */
export const aRefused = (fields: Partial<Review> = {}): Review =>
  aReview({
    gate: {
      ...{ passed: false, isAsked: true, at: '2026-01-02T00:00:00.000Z' },
      rules: [
        aRule({ rule: 'check: tests', kind: 'check', about: 'tests', passed: false, actual: 'never reported' }),
        aRule(),
      ],
    },
    ...fields,
  })
