import { gateProblems, isZero } from './gateProblems'
import { checkAlias, isModelName } from '../names'
import { policyFor } from './policy'
import type { ModelPolicy } from './policyDocument'
import { atKey, atValue, type Nearest, type Path, type PolicyProblem, unknownWord, warned } from './problem'

import { RegistryError } from '../registryError'

/** What one model's policy says that cannot be, or that contradicts itself; its shape is right. */
export function contradictionsIn(glob: string, policy: ModelPolicy, nearest: Nearest): PolicyProblem[] {
  const root = ['models', glob]
  const compiled = policyFor({ models: { [glob]: policy }, keys: {} }, glob)
  const known = [...compiled.stages]
  const isStage = (path: Path, stage: string, at = atValue): PolicyProblem[] =>
    known.includes(stage) ? [] : [notAStage(path, stage, { at, known, nearest })]
  const entriesOf = <T>(key: keyof ModelPolicy, record: Readonly<Record<string, T>> = {}) =>
    Object.entries(record).map(([name, value]): [Path, string, T] => [[...root, key, name], name, value])

  return [
    ...(isModelName(glob) ? [] : [atKey(root, `No model can be called "${glob}".`)]),
    ...stageProblems([...root, 'stages'], policy.stages ?? [], known),
    ...twice([...root, 'exclusive'], policy.exclusive ?? []),
    ...(policy.exclusive ?? []).flatMap((stage, i) => isStage([...root, 'exclusive', i], stage)),
    ...entriesOf('aliases', policy.aliases).flatMap(([path, alias, { follows, gate }]) => [
      ...aliasProblems(path, alias, known),
      ...(follows === undefined ? [] : isStage([...path, 'follows'], follows)),
      ...(gate === undefined ? [] : isStage([...path, 'gate'], gate)),
      ...(follows !== undefined && known.includes(follows) && !compiled.exclusive.includes(follows)
        ? [atValue([...path, 'follows'], `"${follows}" is shared by versions, so no alias can follow it.`)]
        : []),
      ...(follows !== undefined && gate !== undefined
        ? [warned(atKey([...path, 'gate'], `"${alias}" follows "${follows}", so this gate is never asked.`))]
        : []),
    ]),
    ...entriesOf('gates', policy.gates).flatMap(([path, stage, rules]) => {
      const strange = isStage(path, stage, atKey)
      const place = { path, stage, policy: compiled, aliases: Object.keys(policy.aliases ?? {}) }
      return [...strange, ...gateProblems(rules, place, nearest)]
    }),
    ...entriesOf('signers', policy.signers).flatMap(([path, stage]) =>
      stage === 'policy' || stage === 'archived' || stage === 'none' ? [] : isStage(path, stage, atKey),
    ),
    ...entriesOf('promoteOnPass', policy.promoteOnPass).flatMap(([path, stage, isOn]) => [
      ...isStage(path, stage, atKey),
      ...(isOn ? byItself(path, stage, policy) : []),
    ]),
    ...retentionProblems([...root, 'retention'], policy.retention),
  ]
}

function stageProblems(path: Path, written: readonly string[], known: readonly string[]): PolicyProblem[] {
  const bad = written.flatMap((stage, i) =>
    /^(latest|policy|parent)$/i.test(stage) || /^v\d+$/i.test(stage)
      ? [atValue([...path, i], `"${stage}" cannot be a stage: it means something else where stages are named.`)]
      : [],
  )
  const none = written.length && !known.length ? [atValue(path, 'There is no stage between none and archived.')] : []
  return [...bad, ...twice(path, written), ...none]
}

const twice = (path: Path, stages: readonly string[]): PolicyProblem[] =>
  stages.flatMap((stage, i) => {
    const first = stages.findIndex((other) => other.toLowerCase() === stage.toLowerCase())
    if (first === i) return []
    const as = stages[first] === stage ? '' : `, as "${stages[first]}"`
    return [atValue([...path, i], `"${stage}" is there already${as}.`)]
  })

/** `none` and `archived` are there for every model; nothing keeps a version out of them, and they have no holder. */
function notAStage(
  path: Path,
  stage: string,
  { at, known, nearest }: { at: typeof atValue; known: readonly string[]; nearest: Nearest },
): PolicyProblem {
  if (/^(none|archived)$/i.test(stage)) return at(path, `Every version may be in "${stage}", and many at a time.`)
  return unknownWord(at, path, { message: `There is no stage "${stage}"`, word: stage, known, nearest })
}

function aliasProblems(path: Path, alias: string, stages: readonly string[]): PolicyProblem[] {
  try {
    checkAlias(alias, ['none', ...stages, 'archived'])
    return []
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return [atKey(path, error.message)]
  }
}

/** What enters a stage by itself cannot wait for somebody. */
function byItself(path: Path, stage: string, { gates = {}, signers = {} }: ModelPolicy): PolicyProblem[] {
  const rules = Object.hasOwn(gates, stage) ? gates[stage] : []
  const why = rules?.some((rule) => 'approvals' in rule)
    ? 'its gate asks for approvals'
    : Object.hasOwn(signers, stage)
      ? 'somebody has to sign for it'
      : undefined
  return why === undefined ? [] : [atKey(path, `No version can enter "${stage}" by itself: ${why}.`)]
}

function retentionProblems(path: Path, retention: ModelPolicy['retention']): PolicyProblem[] {
  if (!retention) return []
  const { keepProduction = 3, coldAfter } = retention
  return [
    ...(isZero(coldAfter) ? [atValue([...path, 'coldAfter'], `"coldAfter" has to be longer than ${coldAfter}.`)] : []),
    ...(keepProduction < 3
      ? [
          warned(
            atValue([...path, 'keepProduction'], 'The last 3 holders always stay as they are; less has no effect.'),
          ),
        ]
      : []),
  ]
}
