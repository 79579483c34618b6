import { RegistryError } from './registryError'

// What is refused of signatures; the rest is in errors.ts.

const anyOf = new Intl.ListFormat('en-GB', { type: 'disjunction' })
const allOf = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** Nothing here can sign with a key that would do. `people` are whose keys these are, where that is known; `problem` is what was tried. */
export function signatureRequired({ fingerprints, people = [], problem }: Wanted) {
  const [first, ...more] = [people, fingerprints].filter((names) => names.length).map((names) => anyOf.format(names))
  if (!fingerprints.length)
    return new RegistryError(
      'signature-required',
      `This has to be signed${first ? ` by ${first}` : ''}, and no key is known to sign it with.`,
      'Write the keys of those who may sign into pedigree.yaml, under keys.',
      { details: { fingerprints, people } },
    )
  return new RegistryError(
    'signature-required',
    `This has to be signed ${people.length ? 'by' : 'with'} ${first}, and no such key is to be found here${problem ? `: ${problem}` : ''}.`,
    `${more.length ? `A key that would do is ${more[0]}. ` : ''}Set PEDIGREE_SIGNING_KEY to the file of the key, or load it into an agent with: ssh-add FILE.`,
    { details: { fingerprints, people } },
  )
}

interface Wanted {
  fingerprints: readonly string[]
  people?: readonly string[] | undefined
  problem?: string | undefined
}

/** `problem` is what ssh-keygen said. */
export const signingFailed = (problem: string, hint: string, cause?: unknown) =>
  new RegistryError('signing-failed', `It could not be signed: ${problem.replace(/\.$/, '')}.`, hint, { cause })

/** `what` goes after "may", as in "let a version of fraud enter production". */
export const notASigner = (what: string, people: readonly string[]) =>
  new RegistryError(
    'not-a-signer',
    people.length ? `Only ${allOf.format(people)} may ${what}.` : `Nobody may ${what}: the policy names no one.`,
    people.length ? 'Ask one of them.' : 'Name who may, under signers in pedigree.yaml, and apply the policy.',
    { details: { people } },
  )
