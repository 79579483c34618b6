import { minuteOf } from './gate/words'
import type { Actor } from './record'
import { RegistryError } from './registryError'

// Refusals that have to do with model cards.

export const cardUnreadable = (message: string, line: number): RegistryError =>
  new RegistryError(
    'card-unreadable',
    `The card cannot be changed: ${message}`,
    `Mend line ${line} of its text first.`,
    {
      details: { line },
    },
  )

/** `bytes` is how large it is; a card may have 5 MiB. */
export const cardTooLarge = (bytes: number): RegistryError =>
  new RegistryError(
    'card-too-large',
    `The card is ${(bytes / 1024 / 1024).toFixed(1)} MiB large; it may have 5 MiB.`,
    'Link to pictures and tables instead of writing them into it.',
    { details: { bytes } },
  )

/** Somebody else saved it meanwhile. `now` is what it is, null where it was there and is not what was seen. */
export const cardChanged = (
  name: string,
  now: { sha256: string; by: Actor; at: string } | null,
  base: string | null,
): RegistryError =>
  new RegistryError(
    'card-changed',
    now
      ? `${now.by.name || now.by.email || 'Somebody'} saved the card of ${name} at ${minuteOf(now.at)}, after you read it.`
      : `The card of ${name} is not saved yet, but you say that you changed a saved one.`,
    `See it with: pedigree card show ${name}; then save yours with: pedigree card set ${name} FILE --base ${now ? now.sha256.slice(0, 12) : 'none'}`,
    { details: { card: now?.sha256 ?? null, base, by: now?.by ?? null, at: now?.at ?? null } },
  )
