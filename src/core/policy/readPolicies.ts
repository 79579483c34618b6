import { contradictionsIn } from './contradictions'
import { PolicyDocument } from './policyDocument'
import { atKey, type Nearest, type Path, type PolicyProblem } from './problem'
import { shapeProblems } from './shapeProblems'
import { signerProblems } from './signerProblems'

/**
 * The policies in what somebody wrote, and all that is wrong with them; without an error they are there. Keys beside
 * `models` and `keys` are not looked at.
 */
export function readPolicies(
  value: unknown,
  nearest: Nearest,
): { document?: PolicyDocument; problems: PolicyProblem[] } {
  const written = { models: under(value, 'models') ?? {}, keys: under(value, 'keys') ?? {} }
  const problems = [...shapeProblems(PolicyDocument, written, nearest), ...unusableKeys(written)]
  const broken = new Set(problems.filter(({ path }) => path[0] === 'models').map(({ path }) => path[1]))
  const whole = PolicyDocument.safeParse({
    models: broken.has(undefined) ? {} : without(written.models, broken),
    keys: problems.some(({ path }) => path[0] === 'keys') ? {} : written.keys,
  })
  if (whole.success) {
    const known = Object.keys(Object(written.keys))
    for (const [glob, policy] of Object.entries(whole.data.models))
      problems.push(...contradictionsIn(glob, policy, nearest))
    problems.push(...signerProblems(whole.data.models, known, nearest))
  }
  const isRight = problems.every(({ severity }) => severity === 'warning')
  return { ...(isRight && whole.success ? { document: whole.data } : {}), problems }
}

/** Of these a JavaScript object has only one, so they are lost on the way. */
function unusableKeys(value: unknown, path: Path = [], seen = new Set<unknown>()): PolicyProblem[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  seen.add(value)
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '__proto__'
      ? [atKey([...path, key], 'Nothing can be called "__proto__" here.')]
      : unusableKeys(inner, [...path, Array.isArray(value) ? Number(key) : key], seen),
  )
}

const under = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined

const without = (models: object, broken: ReadonlySet<unknown>) =>
  Object.fromEntries(Object.entries(models).filter(([glob]) => !broken.has(glob)))
