import { readFile } from 'node:fs/promises'
import type { PolicyDocument } from '../core/policy/policyDocument'
import type { PolicyProblem } from '../core/policy/problem'
import { readPolicies } from '../core/policy/readPolicies'
import { nearest } from './nearest'
import { readConfigText } from './workspace'
import type { Place } from './yamlText'

export interface FileProblem extends Place, Omit<PolicyProblem, 'path' | 'isKey'> {}

/** The policies in a `pedigree.yaml`, and where it says what cannot be. */
export interface PolicyFile {
  /** Without an error. */
  document?: PolicyDocument
  /** In the order of the file. */
  problems: FileProblem[]
  /** The same of problems that are found elsewhere. */
  locate(problems: readonly PolicyProblem[]): FileProblem[]
}

export const readPolicyFile = async (path: string): Promise<PolicyFile> => policyFile(await readFile(path, 'utf8'))

export function policyFile(text: string): PolicyFile {
  const { yaml, problems: wrong } = readConfigText(text)
  const locate = (problems: readonly PolicyProblem[]): FileProblem[] => {
    const placed = problems.map(({ path, isKey, ...problem }) => ({ ...problem, ...yaml.placeOf(path, isKey) }))
    // Where several places say the same by an alias, it is said once.
    const once = new Map(placed.map((problem) => [JSON.stringify(problem), problem]))
    return [...once.values()].sort((a, b) => a.line - b.line || a.column - b.column)
  }
  if (yaml.problems.length)
    return { problems: yaml.problems.map((problem) => ({ severity: 'error', ...problem })), locate }
  const { document, problems } = readPolicies(yaml.value, nearest)
  return { ...(document && !wrong.length ? { document } : {}), problems: locate([...wrong, ...problems]), locate }
}
