import type { VersionRecord } from '../record'
import type { RuleOf } from '../policy/policyDocument'
import type { Asked, Outcome } from './outcome'
import { listed } from './words'

interface Found {
  /** What is there, in a few words. */
  actual: string
  /** What is wrong with it; undefined when nothing is. */
  problem?: string
}

/** What made it is on record. */
export function recordedRule({ facts: { candidate }, name }: Asked, { recorded }: RuleOf<'recorded'>): Outcome {
  const found = [...new Set(recorded)].map((what) => look[what](candidate.record))
  const problems = found.flatMap(({ problem }) => (problem === undefined ? [] : [problem]))
  const again = 'a record never changes, so register it again as a new version'
  return {
    passed: !problems.length,
    expected: `${listed([...new Set(recorded)])} on record`,
    actual: found.map(({ actual }) => actual).join('; '),
    message: problems.length
      ? `${name} ${listed(problems)}; ${again}.`
      : `${name} says what made it: ${listed(found.map(({ actual }) => actual))}.`,
  }
}

const look: Record<RuleOf<'recorded'>['recorded'][number], (record: VersionRecord) => Found> = {
  code: ({ code }) => {
    if (!code?.commit)
      return { actual: 'no code', problem: 'does not say which code made it (work in a git repository)' }
    const commit = `commit ${code.commit.slice(0, 12)}`
    return code.dirty
      ? {
          actual: `${commit} with changes`,
          problem: `was made by ${commit} and changes that were not in it (commit them first)`,
        }
      : { actual: commit }
  },
  data: ({ data }) => {
    if (!data.length) return { actual: 'no data', problem: 'does not say which data made it (give --data FILE)' }
    const known = data.filter(({ digest, version, uri }) => digest ?? version ?? uri)
    return known.length
      ? { actual: `data ${listed(known.map(({ name }) => name))}` }
      : {
          actual: `data ${listed(data.map(({ name }) => name))}, by name only`,
          problem: `knows its data (${listed(data.map(({ name }) => name))}) by name only (give --data FILE, so that its digest is recorded)`,
        }
  },
  environment: ({ environment }) => {
    const groups = Object.keys(environment)
    return groups.length
      ? { actual: `environment (${listed(groups)})` }
      : {
          actual: 'no environment',
          problem: 'does not say in which environment it was made (register it where it was trained)',
        }
  },
}
