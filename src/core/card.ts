import type { Version } from './model'

/** What the card of a version lacks, in words: `a description`. So far that is all a card has to have. */
export const cardGaps = ({ description }: Pick<Version, 'description'>): string[] =>
  description.trim() ? [] : ['a description']
