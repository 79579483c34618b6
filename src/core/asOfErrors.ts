import { typed } from './gate/words'
import { RegistryError } from './registryError'

// What is refused of questions about the past; the rest is in errors.ts.

export const beforeRegistry = (instant: string, began: string) =>
  new RegistryError('before-registry', `There was no registry yet on ${instant}: it begins on ${began}.`)
export const modelMadeLater = (model: string, instant: string, made: string) =>
  new RegistryError('no-such-model', `There was no model "${model}" yet on ${instant}: it is there since ${made}.`)
export const registeredLater = (reference: string, instant: string, registered: string) =>
  new RegistryError(
    'no-such-version',
    `${reference} was not there yet on ${instant}: it was registered on ${registered}.`,
  )
export const nothingCalled = (model: string, what: string, instant: string, nearest?: string) =>
  new RegistryError(
    'no-such-version',
    `${model} had no version, alias, stage holder or label "${what}" on ${instant}.`,
    nearest ? `Did you mean "${nearest}"?` : `See what it had with: pedigree at ${instant} ${typed(model)}.`,
  )
export const stageEmptyThen = (model: string, stage: string, instant: string) =>
  new RegistryError(
    'no-such-version',
    `No version of ${model} was in ${stage} on ${instant}.`,
    `See where they were with: pedigree at ${instant} ${typed(model)}.`,
  )
export const filterInPast = () =>
  new RegistryError('bad-usage', 'A filter looks at how things are now.', 'Leave out the filter, or the date.')
