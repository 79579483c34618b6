import type { Cursor } from './configCursor'
import { valueIn } from './configSchema'

/** What a registry knows, for who writes about it. */
export interface KnownNames {
  models: readonly string[]
  metrics: readonly string[]
}

type Where = Pick<Cursor, 'path' | 'at' | 'document' | 'siblings'>

/** The names that may be meant where somebody types: stages and aliases of the file, metrics and models of the registry. */
export function namesAt({ path, at, document }: Where, known: KnownNames): string[] {
  const [root, glob = '', ...inner] = path
  if (root !== 'models') return []
  if (path.length === 1) return at === 'key' ? [...known.models] : []
  const policy = valueIn(valueIn(document, 'models'), glob)
  const stages = stagesOf(policy)
  const [part, ...rest] = inner
  const last = path.at(-1)
  switch (part) {
    case 'stages':
      return at === 'value' || rest.length ? usual : []
    case 'exclusive':
      return stages
    case 'aliases':
      if (rest.length === 0) return ['champion', 'rollback']
      return last === 'follows' ? exclusiveOf(policy, stages) : last === 'gate' ? stages : []
    case 'metrics':
      return rest.length ? [] : [...known.metrics]
    case 'promoteOnPass':
      return rest.length ? [] : stages
    case 'signers':
      return rest.length ? peopleOf(document) : [...stages, 'policy']
    case 'gates':
      return rest.length ? ruleNames(rest, { document, policy, stages, known }) : stages
    default:
      return []
  }
}

function ruleNames(
  [stage = '', , ...inner]: readonly (string | number)[],
  { document, policy, stages, known }: { document: unknown; policy: unknown; stages: string[]; known: KnownNames },
): string[] {
  const key = inner[0]
  if (key === 'metric' || key === 'parity')
    return [...new Set([...keysOf(valueIn(policy, 'metrics')), ...known.metrics])]
  if (key === 'after') {
    const at = stages.indexOf(String(stage))
    return at < 0 ? stages : stages.slice(0, at)
  }
  if (key === 'against')
    return [...new Set([...stages, 'champion', 'rollback', ...keysOf(valueIn(policy, 'aliases')), 'parent'])]
  return inner[1] === 'from' ? peopleOf(document) : []
}

const usual = ['staging', 'shadow', 'production']

function stagesOf(policy: unknown): string[] {
  const written = textsIn(valueIn(policy, 'stages')).filter((stage) => !/^(none|archived)$/i.test(stage))
  return written.length ? written : usual
}

function exclusiveOf(policy: unknown, stages: string[]): string[] {
  const written = textsIn(valueIn(policy, 'exclusive'))
  return written.length ? written : stages.slice(-1)
}

const peopleOf = (document: unknown): string[] => keysOf(valueIn(document, 'keys'))
const keysOf = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : [])
const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : []
