import { sep } from 'node:path'
import type { Refusal } from '../core/refusal'

/** Names files as a person sees them in this folder. */
export const shorten = (refusal: Refusal, folder: string): Refusal => ({
  ...refusal,
  message: refusal.message.replaceAll(folder + sep, ''),
})
