import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import type { Bar } from '../../src/core/timeline/bars'
import type { Mark } from '../../src/core/timeline/marks'
import type { Timeline } from '../../src/core/timeline/timeline'
import { durationText, ticksOf } from '../../webview/views/timeline/axis'
import { changesOf, wholeOf } from '../../webview/views/timeline/bounds'
import { drawCursor, drawItems, drawLanes, drawPresent, drawTicks, partsOf } from '../../webview/views/timeline/draw'
import { lanesOf, rowsOf, type Span } from '../../webview/views/timeline/lanes'
import { axisTicks, itemsOf, layoutOf, textWidth } from '../../webview/views/timeline/layout'
import { barShapes, markShapes, visible } from '../../webview/views/timeline/shapes'
import { tableOf } from '../../webview/views/timeline/table'
import { matchesGolden } from '../golden'
import { drawn } from './drawn'

const day = 86_400_000
const begin = Date.UTC(2026, 0, 1)
const on = (days: number) => new Date(begin + days * day).toISOString()
const clock = { language: 'en', zone: 'UTC' } as const
const all = { aliases: true, environments: true, marks: true }

const bar = (lane: Bar['lane'], name: string, version: number, from: number, to: number | null, more = {}): Bar => ({
  ...{ lane, name, version, from: on(from), to: to === null ? null : on(to), seq: from, before: null, by: 'Ada' },
  ...more,
})
const mark = (kind: Mark['kind'], at: number, more: Partial<Mark> = {}): Mark => ({
  ...{ kind, seq: at, at: on(at), by: 'Grace', version: 2 },
  ...more,
})
const aTimeline = (bars: Bar[] = [], marks: Mark[] = [], more: Partial<Timeline> = {}): Timeline => ({
  ...{ model: 'churn', begin: on(0), now: on(100), stages: ['staging', 'production'], exclusive: ['production'] },
  ...{ bars, marks },
  ...more,
})

/** A spring of churn: a rollout, a rollback, an environment that drifts, and a stage that is gone. */
const spring = aTimeline(
  [
    bar('stage', 'staging', 1, 1, 10),
    bar('stage', 'production', 1, 10, 40, { kind: 'promote', reason: 'the first' }),
    bar('alias', 'champion', 1, 10, 40),
    bar('environment', 'prod-eu', 1, 12, 60),
    bar('stage', 'canary', 2, 20, 30),
    bar('rollout', 'production', 2, 30, 40, { percent: 25 }),
    bar('stage', 'production', 2, 40, null, { before: 1, override: true }),
    bar('alias', 'champion', 2, 40, null),
    bar('drift', 'prod-eu', 1, 40, 60, { expected: 2, stage: 'production' }),
    bar('environment', 'prod-eu', 2, 60, null),
    bar('stage', 'archived', 1, 40, null),
  ],
  [
    mark('registered', 0, { version: 1 }),
    mark('registered', 20),
    mark('refused', 35, { stage: 'production', gate: 'a'.repeat(64) }),
    mark('override', 40, { stage: 'production' }),
    mark('check', 41, { check: 'latency' }),
    mark('policy', 50),
    mark('untrusted', 70, { stage: 'production', distrust: 'nobody signed it' }),
  ],
)
const now = begin + 100 * day

const spans: fc.Arbitrary<Span[]> = fc.array(fc.tuple(fc.nat(5000), fc.nat(400)), { maxLength: 60 }).map((pairs) =>
  pairs.map(([from, length], i) => ({
    ...{ key: String(i), bar: bar('stage', 'staging', i + 1, from, from + length) },
    ...{ from, to: from + length },
  })),
)

describe('the drawing of a timeline', () => {
  it('has a lane for each stage, alias and environment, the last stage on top', () => {
    const said = (filter: typeof all) =>
      lanesOf(spring, filter, now).map(({ key, rows, thin, points }) =>
        [key, ...rows.map((row) => row.map(({ bar }) => bar.version).join(' ')), thin.length, points.length].join('|'),
      )
    assert.deepEqual(said(all), [
      'stage production|1 2|1|3',
      'stage staging|1|0|0',
      'stage canary|2|0|0',
      'alias champion|1 2|0|0',
      'environment prod-eu|1 1 2|0|0',
      ...['releases|0|2', 'checks|0|1', 'policy|0|1'],
    ])
    assert.deepEqual(said({ aliases: false, environments: false, marks: false }), [
      ...['stage production|1 2|1|0', 'stage staging|1|0|0', 'stage canary|2|0|0'],
    ])
  })
  it('cuts out of a deployment when it was not what it should have been', () => {
    const [row] = lanesOf(spring, all, now).find(({ name }) => name === 'prod-eu')!.rows
    assert.deepEqual(
      row!.map(({ bar, from, to }) => [bar.lane, (from - begin) / day, (to - begin) / day]),
      [
        ['environment', 12, 40],
        ['drift', 40, 60],
        ['environment', 60, 100],
      ],
    )
  })
  for (const [what, data] of [
    ['of nothing', aTimeline()],
    ['of a version without a stage', aTimeline([], [mark('registered', 1)])],
    [
      'of a name of 200 characters',
      aTimeline([bar('alias', 'x'.repeat(200), 1, 1, 1)], [], { model: 'y'.repeat(200) }),
    ],
    ['of what is still to come', aTimeline([bar('stage', 'staging', 1, 200, null)])],
    ['of what lasted no time', aTimeline([bar('stage', 'production', 1, 5, 5), bar('stage', 'production', 2, 5, 5)])],
    ['of a huge number', aTimeline([bar('stage', 'production', Number.MAX_SAFE_INTEGER, 5, 9)])],
  ] as const)
    it(`is drawn ${what}`, () => {
      const whole = wholeOf(changesOf(data), now)
      const scene = { lanes: lanesOf(data, all, now), width: 700, range: whole, clock }
      const layout = layoutOf(scene, whole.from)
      for (const { x, y, width, height } of itemsOf(layout, scene, whole.from)) {
        assert.ok([x, y, width, height].every(Number.isFinite))
        assert.ok(x >= -16 && x + width <= layout.plotWidth + 32 && y + height <= layout.height)
      }
      assert.ok(layout.height > 0)
      assert.equal(tableOf(data).length, data.bars.length + data.marks.length + 1)
    })

  it('cuts no text off at the end of what is seen', () => {
    for (let from = begin; from < now; from += 3.7 * day) {
      const scene = { lanes: lanesOf(spring, all, now), width: 700, range: { from, to: from + 30 * day }, clock }
      const layout = layoutOf(scene, begin)
      for (const { textX, text, type } of itemsOf(layout, scene, begin))
        if (text && textX < layout.plotWidth)
          assert.ok(textX + textWidth(text, type === 'thin' ? 10 : 11) <= layout.plotWidth, text)
    }
  })
  it('has bars that do not overlap in their rows, however many there are at once', () => {
    fc.assert(
      fc.property(spans, (all) => {
        const rows = rowsOf(all)
        assert.equal(rows.flat().length, all.length)
        for (const row of rows) for (const [i, { from }] of row.entries()) assert.ok(i === 0 || row[i - 1]!.to <= from)
      }),
    )
  })
  it('has shapes that do not overlap at any zoom, and stand for every bar', () => {
    fc.assert(
      fc.property(spans, fc.double({ min: 1e-4, max: 100, noNaN: true }), (all, scale) => {
        for (const row of rowsOf(all)) {
          const shapes = barShapes(row, 0, scale)
          assert.deepEqual(
            shapes.flatMap(({ spans }) => spans),
            row,
          )
          for (const [i, { x, width }] of shapes.entries()) {
            const before = shapes[i - 1]
            assert.ok(width > 0 && (!before || before.x + before.width <= x + 1e-6))
          }
        }
      }),
    )
  })
  it('has marks that keep apart, and stand for every one', () => {
    const points = fc
      .array(fc.nat(1000), { maxLength: 50 })
      .map((times) => times.map((at, i) => ({ key: String(i), at, mark: mark('check', 1) })))
    fc.assert(
      fc.property(points, fc.double({ min: 1e-3, max: 10, noNaN: true }), (all, scale) => {
        const shapes = markShapes(all, 0, scale)
        assert.equal(shapes.flatMap(({ points }) => points).length, all.length)
        for (const [i, { x }] of shapes.entries()) assert.ok(i === 0 || x - shapes[i - 1]!.x >= 16 - 1e-6)
      }),
    )
  })
  it('finds what is in sight', () => {
    const shapes = [0, 10, 20, 30].map((x) => ({ x, width: 9 }))
    assert.deepEqual(
      visible(shapes, 12, 25).map(({ x }) => x),
      [10, 20],
    )
  })
  it('has texts within their bars', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 320, max: 2000 }), (all, width) => {
        const data = aTimeline(all.map(({ bar }) => bar))
        const whole = wholeOf(changesOf(data), begin)
        const scene = {
          lanes: lanesOf(data, { aliases: true, environments: true, marks: true }, begin),
          width,
          range: whole,
          clock,
        }
        for (const { text, textX, x, width } of itemsOf(layoutOf(scene, whole.from), scene, whole.from))
          assert.ok(!text || textX + textWidth(text, 10) <= x + width)
      }),
      { numRuns: 50 },
    )
  })

  for (const [what, from, to, width, first] of [
    ['years', Date.UTC(2020, 0, 1), Date.UTC(2026, 6, 1), 400, ['2020', '2021', '2022']],
    ['months', Date.UTC(2025, 10, 1), Date.UTC(2026, 6, 1), 600, ['Nov', 'Dec', '2026', 'Feb']],
    ['days', Date.UTC(2026, 1, 26), Date.UTC(2026, 2, 5), 500, ['Feb 26', 'Feb 27', 'Feb 28', 'Mar 1']],
    [
      'hours',
      Date.UTC(2026, 1, 26, 20),
      Date.UTC(2026, 1, 27, 5),
      900,
      ['08:00 PM', '09:00 PM', '10:00 PM', '11:00 PM', 'Feb 27'],
    ],
    ['seconds', Date.UTC(2026, 1, 26), Date.UTC(2026, 1, 26, 0, 0, 2), 300, ['Feb 26', '12:00:01 AM', '12:00:02 AM']],
  ] as const)
    it(`tells ${what}`, () => {
      const texts = ticksOf(from, to, width, clock).map(({ text }) => text.replaceAll('\u202f', ' '))
      assert.deepEqual(texts.slice(0, first.length), first)
    })
  it('has labels of times that do not touch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 80, max: 3000 }),
        fc.nat(5e12),
        fc.integer({ min: 1000, max: 1e12 }),
        (width, from, span) => {
          const ticks = ticksOf(from, from + span, width, clock)
          for (const [i, { at, text }] of ticks.entries()) {
            const next = ticks[i + 1]
            assert.ok(!next || ((next.at - at) / span) * width >= textWidth(text, 10))
          }
        },
      ),
    )
  })
  it('tells how long something lasted', () => {
    const texts = [0, 999, 61_000, 90 * 60_000, 3 * day + 4 * 3_600_000, 400 * day].map((time) =>
      durationText(time, clock),
    )
    assert.deepEqual(texts, ['0 sec', '0 sec', '1 min 1 sec', '1 hr 30 min', '3 days 4 hr', '1 yr 35 days'])
  })

  it('looks as it did', async () => {
    const whole = wholeOf(changesOf(spring), now)
    const lanes = lanesOf(spring, all, now)
    for (const [name, range] of [
      ['timeline', whole],
      ['timeline-zoomed', { from: begin + 30 * day, to: begin + 50 * day }],
    ] as const) {
      const scene = { lanes, width: 800, range, clock }
      const svg = await drawn((element) => {
        const layout = layoutOf(scene, whole.from)
        const parts = partsOf(element)
        const xOf = (at: number) => ((at - range.from) / (range.to - range.from)) * layout.plotWidth
        drawLanes(parts, layout)
        drawTicks(parts, axisTicks(scene, layout), xOf, layout.height)
        drawPresent(parts, xOf(now), layout.height)
        drawItems(parts, itemsOf(layout, scene, whole.from), { chosen: undefined, current: undefined })
        const { from, to } = whole
        drawCursor(parts, { x: xOf(now), height: layout.height, at: now, from, to, label: 'Cursor', text: 'now' })
      })
      matchesGolden(`${name}.svg`, svg)
    }
  })
})
