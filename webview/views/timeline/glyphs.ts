import type { MarkKind } from '../../../src/core/timeline/marks'

const circle = 'M5,0A5,5 0 1 1 -5,0A5,5 0 1 1 5,0'

/** Paths around their middle, twelve pixels wide, that are told apart without colours. */
export const glyphs: Readonly<Record<MarkKind, string>> = {
  registered: 'M0,-5L4,0L0,5L-4,0Z',
  refused: 'M-4.5,-4.5L4.5,4.5M-4.5,4.5L4.5,-4.5',
  override: 'M0,-5.5L5.5,4.5H-5.5ZM0,-2V1M0,2.6V3',
  rollback: 'M-1.5,-5.5L-5,-2L-1.5,1.5M-5,-2H1.5A3.5,3.5 0 0 1 1.5,5H-2',
  check: 'M-5,-5H5V5H-5ZM-2.2,-2.2L2.2,2.2M-2.2,2.2L2.2,-2.2',
  approval: 'M-5,0.5L-1.5,4L5,-4',
  withdrawal: `${circle}M-2.5,0H2.5`,
  policy: 'M-4,-5.5H4V5.5H-4ZM-1.8,-2.5H1.8M-1.8,0H1.8M-1.8,2.5H1',
  untrusted: `${circle}M-3.5,3.5L3.5,-3.5`,
  clock: `${circle}M0,-3V0L2,1.6`,
}
