import type { ShownCard } from '../../../src/protocol'
import type { Actions } from '../../page'

/** How the page is looked at. */
export interface CardLook {
  tab: 'form' | 'preview'
  /** How far the form and the preview are scrolled, in pixels. */
  form: number
  preview: number
  isResolving: boolean
}

/** What the parts of the page can do. */
export interface CardActions extends Omit<Actions<'card', CardLook>, 'ask'> {
  /** Text of a section, told soon. */
  type(field: string, text: string): void
  /** The person is in this field. */
  enter(field: string): void
}

export type { ShownCard }
