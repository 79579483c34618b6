import type { DrawnNode } from '../../../src/core/lineage/collapse'

/** A sign of each kind, as the line of a path in a square of 16. */
export const icons: Readonly<Record<DrawnNode['kind'], string>> = {
  dataset:
    'M2.5 4C2.5 1.8 13.5 1.8 13.5 4V12C13.5 14.2 2.5 14.2 2.5 12ZM2.5 4C2.5 6.2 13.5 6.2 13.5 4M2.5 8C2.5 10.2 13.5 10.2 13.5 8',
  code: 'M5 4L1.5 8L5 12M11 4L14.5 8L11 12M9.5 2.5L6.5 13.5',
  run: 'M8 1.5A6.5 6.5 0 1 1 7.99 1.5ZM6.5 5.2L11 8L6.5 10.8Z',
  version: 'M8 1.5L14 4.7V11.3L8 14.5L2 11.3V4.7ZM2 4.7L8 8L14 4.7M8 8V14.5',
  chain: 'M1.5 5H7V11H1.5ZM9 5H14.5V11H9ZM7 8H9',
  stage: 'M3.5 14.5V1.5M3.5 2.5H13L10.5 5.75L13 9H3.5',
  deployment: 'M2 2.5H14V7H2ZM2 9H14V13.5H2ZM4.5 4.75H4.6M4.5 11.25H4.6',
}
