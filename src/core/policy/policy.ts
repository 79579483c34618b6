import { own } from '../own'
import type { ModelPolicy, Notice, PolicyDocument, Rule } from './policyDocument'

/** What a model's versions may go through, and what is asked of them. */
export interface Policy {
  /** In the order in which a version climbs; `none` before and `archived` after are always there. */
  readonly stages: readonly string[]
  /** Stages with one holder at a time. */
  readonly exclusive: readonly string[]
  /** Aliases that move by themselves: alias → what it stands for. */
  readonly followers: Readonly<Record<string, Follower>>
  /** Aliases that only move to versions which pass the gate of a stage: alias → stage. */
  readonly guarded: Readonly<Record<string, string>>
  /** Which values of a metric are better, as far as it is said. */
  readonly directions: Readonly<Record<string, 'higher' | 'lower'>>
  readonly override: 'allowed' | 'never'
  /** The rules in front of each stage. */
  readonly gates: Readonly<Record<string, readonly Rule[]>>
  /** stage → e-mail addresses of those who may sign for it. */
  readonly signers: Readonly<Record<string, readonly string[]>>
  /** Stages that a version enters by itself when it passes, in the order of the stages. */
  readonly promoteOnPass: readonly string[]
  readonly notify: readonly { readonly url: string; readonly on: readonly Notice[] }[]
  readonly retention?: NonNullable<ModelPolicy['retention']>
}

export interface Follower {
  readonly stage: string
  /** `holder` is the version that has the stage, `earlier` the one that a rollback would bring back. */
  readonly role: 'holder' | 'earlier'
}

/** The policy of models that nothing is said about. */
export const defaultPolicy: Policy = compile({})

/** The policy in force for a model: that of the most specific glob which matches its name. */
export function policyFor(policies: PolicyDocument, model: string): Policy {
  const glob = globFor(Object.keys(policies.models), model)
  return glob === undefined ? defaultPolicy : compiled(policies.models[glob]!)
}

/** The most specific of `globs` that matches: the one with the most characters that stand for themselves. */
export function globFor(globs: readonly string[], model: string): string | undefined {
  const literal = (glob: string) => (glob === model ? Infinity : glob.replace(/[*?]/g, '').length)
  return globs.filter((glob) => matches(glob, model)).sort((a, b) => literal(b) - literal(a) || (a < b ? -1 : 1))[0]
}

/** `*` is any number of characters, `?` one; all others are themselves. Takes no longer than the product of both lengths. */
export function matches(glob: string, text: string): boolean {
  if (glob === '*') return true
  if (!glob.includes('*') && !glob.includes('?')) return glob === text
  // Only where one character is asked for does it matter what is one.
  const [pattern, characters] = glob.includes('?') ? [[...glob], [...text]] : [glob, text]
  let at = 0
  let from = 0
  let star = -1
  let tried = 0
  while (from < characters.length) {
    if (pattern[at] === '*') {
      star = at++
      tried = from
    } else if (pattern[at] === '?' || pattern[at] === characters[from]) {
      at++
      from++
    } else if (star >= 0) {
      at = star + 1
      from = ++tried
    } else return false
  }
  return [...pattern.slice(at)].every((character) => character === '*')
}

const cache = new WeakMap<ModelPolicy, Policy>()
function compiled(policy: ModelPolicy): Policy {
  const known = cache.get(policy) ?? compile(policy)
  cache.set(policy, known)
  return known
}

function compile(policy: ModelPolicy): Policy {
  const written = (policy.stages ?? ['staging', 'shadow', 'production']).map(builtIn)
  const stages = written.filter((stage) => stage !== 'none' && stage !== 'archived')
  const exclusive = policy.exclusive ?? stages.slice(-1)
  const main = exclusive.filter((stage) => stages.includes(stage)).sort((a, b) => stages.indexOf(a) - stages.indexOf(b))
  const aliases = Object.entries(policy.aliases ?? {})
  const defaults: [string, Follower][] = main.length
    ? [
        ['champion', { stage: main.at(-1)!, role: 'holder' }],
        ['rollback', { stage: main.at(-1)!, role: 'earlier' }],
      ]
    : []
  return {
    stages,
    exclusive: main,
    followers: Object.fromEntries([
      ...defaults.filter(([alias]) => !aliases.some(([name]) => name === alias)),
      ...aliases.flatMap(([alias, { follows }]): [string, Follower][] =>
        follows ? [[alias, { stage: follows, role: alias === 'rollback' ? 'earlier' : 'holder' }]] : [],
      ),
    ]),
    guarded: Object.fromEntries(aliases.flatMap(([alias, { gate }]) => (gate ? [[alias, gate]] : []))),
    directions: policy.metrics ?? {},
    override: policy.override ?? 'allowed',
    gates: policy.gates ?? {},
    signers: policy.signers ?? {},
    promoteOnPass: stages.filter((stage) => own(policy.promoteOnPass ?? {}, stage) === true),
    notify: policy.notify ?? [],
    ...(policy.retention ? { retention: policy.retention } : {}),
  }
}

/** `None` and `Archived`, as MLflow writes them, are the stages that every model has. */
function builtIn(stage: string): string {
  return /^(none|archived)$/i.test(stage) ? stage.toLowerCase() : stage
}

export const allStages = (policy: Policy): string[] => ['none', ...policy.stages, 'archived']
export const isExclusive = (policy: Policy, stage: string): boolean => policy.exclusive.includes(stage)

/** The stage that is meant, in whatever case it is written. */
export const stageNamed = (policy: Policy, text: string): string | undefined =>
  allStages(policy).find((stage) => stage === text) ??
  allStages(policy).find((stage) => stage.toLowerCase() === text.toLowerCase())

/** The exclusive stage that is meant when none is named: the last. */
export const mainStage = (policy: Policy): string => policy.exclusive.at(-1) ?? policy.stages.at(-1)!

/** Is `to` earlier on the way up than `from`? */
export function isStepDown(policy: Policy, from: string, to: string): boolean {
  const order = allStages(policy)
  return from !== 'archived' && order.indexOf(to) < order.indexOf(from)
}

/** In milliseconds. */
export function milliseconds(duration: string): number {
  const unit = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }[duration.at(-1) as 's' | 'm' | 'h' | 'd' | 'w']
  return Number(duration.slice(0, -1)) * unit * 1000
}
