import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { drawTrend } from '../../webview/views/review/drawTrend'
import type { Series } from '../../webview/views/review/reviewed'
import { type Room, roomOf, small, trendOf } from '../../webview/views/review/trend'
import { matchesGolden } from '../golden'
import { drawn } from './drawn'
import { withDocument } from './withDocument'

const seriesOf = (values: readonly Series['points'][number]['value'][], bounds: Series['bounds'] = []): Series => ({
  of: 'value',
  points: values.map((value, i) => ({ version: i + 1, value, held: i === 1 })),
  bounds,
})

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom('NaN' as const, 'Infinity' as const, '-Infinity' as const, null, 0, 1e308, -1e308),
)
const bound = fc.record({
  value: fc.double({ noNaN: true, noDefaultInfinity: true }),
  is: fc.constantFrom('min' as const, 'max' as const),
})
const rooms = fc.oneof(fc.constant(small), fc.integer({ min: 0, max: 3000 }).map(roomOf))

describe('how a metric stood, drawn', () => {
  withDocument()

  it('everything is in the drawing, whatever the numbers are', () => {
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 20 }),
        fc.array(bound, { maxLength: 3 }),
        rooms,
        (values, bounds, room) => {
          const trend = trendOf(seriesOf(values, bounds), room)
          const isInside = (x: number, y: number) => x >= 0 && x <= room.width && y >= 0 && y <= room.height
          for (const { x, y } of [...trend.dots, ...trend.odd]) assert.ok(isInside(x, y), `${x}, ${y}`)
          for (const { y, textY } of trend.bounds)
            assert.ok(isInside(0, y) && (room === small || isInside(0, textY)), `${y}, ${textY}`)
          for (const { y } of trend.values) assert.ok(isInside(0, y), `${y}`)
          assert.equal(trend.dots.length + trend.odd.length, values.filter((one) => one !== null).length)
        },
      ),
    )
  })
  it('lines run forward, and words do not overlap', () => {
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 20 }),
        fc.array(bound, { maxLength: 3 }),
        rooms,
        (values, bounds, room) => {
          const trend = trendOf(seriesOf(values, bounds), room)
          for (const run of trend.runs)
            isRising(
              run.map(([x]) => x),
              0.1,
            )
          isRising(
            trend.bounds.map(({ textY }) => textY),
            14,
          )
          isRising(
            trend.versions.map(({ x }) => x),
            24,
          )
        },
      ),
    )
  })
  const isRising = (numbers: readonly number[], by: number) => {
    for (const [i, number] of numbers.slice(1).entries()) assert.ok(number - numbers[i]! >= by, numbers.join())
  }

  const full = seriesOf(
    [0.88, 0.91, null, 0.9, 'NaN', 0.93, 0.89],
    [
      { value: 0.9, is: 'min' },
      { value: 0.901, is: 'min', of: 6 },
    ],
  )
  const drawings: [name: string, series: Series, room: Room][] = [
    ['large', full, roomOf(800)],
    ['narrow', full, roomOf(300)],
    ['small', full, small],
    ['one', seriesOf([0.5]), small],
    ['nothing', seriesOf([]), roomOf(500)],
  ]
  for (const [name, series, room] of drawings)
    it(`draws ${name}`, async () => {
      const text = await drawn((svg) => drawTrend(svg, trendOf(series, room), room !== small))
      matchesGolden(`review-trend-${name}.svg`, text)
    })
})
