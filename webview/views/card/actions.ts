import type { ShownCard } from '../../../src/protocol'
import type { Actions } from '../../page'

/** By the field: what a person wants kept, and of what it was decided. */
export type Decided = Readonly<Record<string, { of: string; text: string }>>

/** How the page is looked at. */
export interface CardLook {
  tab: 'form' | 'preview'
  /** How far the form and the preview are scrolled, in pixels. */
  form: number
  preview: number
  /** Is a conflict in sight? */
  isResolving: boolean
  /** What is decided of one so far. */
  decided: Decided
}

/** What the parts of the page can do. */
export interface CardActions extends Omit<Actions<'card', CardLook>, 'ask'> {
  /** Text of a section, told soon. */
  type(field: string, text: string): void
  /** The person is in this field. */
  enter(field: string): void
}

export type { ShownCard }
