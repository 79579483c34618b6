import { type ModelPolicy, type PolicyDocument, type Rule, ruleShapes } from './policyDocument'

/** What would be asked differently if the policies as written were applied: a line each; none when all is the same. */
export function policyDifferences(applied: PolicyDocument, written: PolicyDocument): string[] {
  return [
    ...between(entriesOf(applied.models), entriesOf(written.models)).flatMap(([glob, before, after]) => {
      if (!before) return [`${glob}: has a policy; none is applied`]
      if (!after) return [`${glob}: has no policy; one is applied`]
      return policyChanges(before, after).map((line) => `${glob}: ${line}`)
    }),
    ...changes(saidIn(applied.keys), saidIn(written.keys)).map((line) => `keys: ${line}`),
  ]
}

function policyChanges(applied: ModelPolicy, written: ModelPolicy): string[] {
  const [{ gates: before = {}, ...others }, { gates: after = {}, ...othersNow }] = [applied, written]
  const gates = between(entriesOf(before), entriesOf(after))
  return [
    ...changes(saidIn(others), saidIn(othersNow)),
    ...gates.flatMap(([stage, rules = [], rulesNow = []]) =>
      ruleChanges(rules, rulesNow).map((line) => `gates.${stage}: ${line}`),
    ),
  ]
}

/** The order of rules says nothing. */
function ruleChanges(applied: readonly Rule[], written: readonly Rule[]): string[] {
  return between(namedRules(applied), namedRules(written)).flatMap(([name, before, after]) => {
    if (!before || !after) {
      const parts = [...(before ?? after ?? [])].map(([part, text]) => `${part} ${text}`.trim()).join(', ')
      return [`${name}${parts && `: ${parts}`}, ${before ? 'gone, but applied' : 'not applied yet'}`]
    }
    return changes(before, after).map((line) => `${name}: ${line}`)
  })
}

/** What is said under each name, as text. */
type Said = Map<string, string>

function changes(applied: Said, written: Said): string[] {
  return between(applied, written).flatMap(([name, before, after]) => {
    if (before === after) return []
    const now = `${name} ${after ?? 'not said'}`.trim()
    return [before === undefined ? `${now}, not applied yet` : `${now}, applied ${before}`]
  })
}

/** Rules by what makes one the same rule, with all else that they say. */
function namedRules(rules: readonly Rule[]): Map<string, Said> {
  const named = new Map<string, Said>()
  for (const rule of rules) {
    const kind = Object.keys(ruleShapes).find((telling) => telling in rule) ?? ''
    const isName = ([key, value]: [string, unknown]) =>
      typeof value === 'string' && [kind, 'slices', 'dataset', 'against', 'across'].includes(key)
    const entries: [string, unknown][] = Object.entries(rule)
    const words = entries.filter(isName).map(([key, value]) => (key === 'slices' ? `over ${value}` : `${key} ${value}`))
    const rest = entries
      .filter((entry) => !isName(entry))
      .map(([key, value]): [string, unknown] => [key === kind ? '' : key, value])
    const name = words.join(' ') || kind
    let unique = name
    for (let n = 2; named.has(unique); n++) unique = `${name} (${n})`
    named.set(unique, saidIn(Object.fromEntries(rest)))
  }
  return named
}

/** Every single thing, under the keys that lead to it. */
function saidIn(value: object, path: readonly string[] = []): Said {
  const said: Said = new Map()
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue
    const below = key ? [...path, path.length && key.includes('.') ? JSON.stringify(key) : key] : path
    // What is there and empty is not as if it was not there: an alias with nothing under it follows nothing.
    if (!isMapping(inner) || !Object.keys(inner).length) said.set(below.join('.'), textOf(inner))
    else for (const [name, text] of saidIn(inner, below)) said.set(name, text)
  }
  return said
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(entryText).join(', ') || 'nothing'
  if (!isMapping(value)) return String(value)
  return [...saidIn(value)].map(([name, text]) => `${name} ${text}`).join(' ') || 'nothing'
}

const entryText = (value: unknown): string =>
  typeof value === 'string' && value.includes(',') ? JSON.stringify(value) : textOf(value)

const isMapping = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const entriesOf = <T>(record: Readonly<Record<string, T>>): Map<string, T> => new Map(Object.entries(record))

const between = <T>(applied: ReadonlyMap<string, T>, written: ReadonlyMap<string, T>) =>
  [...new Set([...applied.keys(), ...written.keys()])].map((name): [string, T | undefined, T | undefined] => [
    name,
    applied.get(name),
    written.get(name),
  ])
