import { isOfSlices, readSlice } from '../core/gate/slices'
import { own } from '../core/own'
import { allStages, defaultPolicy, globFor, matches, policyFor } from '../core/policy/policy'
import type { PolicyDocument } from '../core/policy/policyDocument'
import { atKey, atValue, type Path, type PolicyProblem, warned } from '../core/policy/problem'
import { modelNames } from '../index/find'
import { aliasesCalled, hasMetric, isMetric, occupiedStages, slicesOf } from '../index/policyFacts'
import { standingOf } from '../index/standing'
import type { Db } from '../sqlite/db'
import { BlobsNeeded } from '../log/shelf'
import type { BlobOf } from './gateCard'
import { gateReportBy } from './gateReport'

/** A glob with the models that its policy is for. */
interface Governed {
  glob: string
  models: readonly string[]
}

/** So many models of a glob are asked what takes long. */
const most = 200

/** What is odd about policies, given what is in the registry; `at` is the time of day (ISO 8601, UTC). */
export function policyWarnings(
  db: Db,
  { written, applied, at, blob }: { written: PolicyDocument; applied: PolicyDocument; at: string; blob: BlobOf },
): PolicyProblem[] {
  const names = modelNames(db, -1)
  const globs = Object.keys(written.models)
  const governed = new Map<string, string[]>(globs.map((glob) => [glob, []]))
  for (const name of names) governed.get(globFor(globs, name) ?? '')?.push(name)
  return [
    ...globs.filter((glob) => !names.some((name) => matches(glob, name))).map(matchesNothing),
    ...[...governed].flatMap(([glob, models]) => {
      if (!models.length) return []
      return [
        ...unknownMetrics(db, written, { glob, models }),
        ...failingHolders(db, written, { glob, models, at, blob }),
      ]
    }),
    ...droppedStages(db, written),
    ...aliasesByHand(db, written, applied),
  ].map(warned)
}

const matchesNothing = (glob: string) => atKey(['models', glob], `No model matches "${glob}" yet.`)

function unknownMetrics(db: Db, written: PolicyDocument, { glob, models }: Governed): PolicyProblem[] {
  const isKnown = (name: string) => isMetric(db, name) && models.some((model) => hasMetric(db, model, name))
  return Object.entries(written.models[glob]?.gates ?? {}).flatMap(([stage, rules]) =>
    rules.flatMap((rule, i) => {
      const path: Path = ['models', glob, 'gates', stage, i]
      const [key, name] = 'metric' in rule ? ['metric', rule.metric] : 'parity' in rule ? ['parity', rule.parity] : []
      if (key === undefined || name === undefined) return []
      if (!isKnown(name))
        return [atValue([...path, key], `No version that this policy is for has recorded a metric "${name}" yet.`)]
      if (!('slices' in rule) || rule.slices === undefined) return []
      const pattern = readSlice(rule.slices)
      const isThere = models
        .slice(0, most)
        .some((model) => slicesOf(db, model, name).some((slice) => slice && isOfSlices(readSlice(slice), pattern)))
      return isThere
        ? []
        : [atValue([...path, 'slices'], `No version has recorded "${name}" over ${rule.slices} lately.`)]
    }),
  )
}

/** Whoever holds a stage stays there; but a rollout of it, or a way back by promotion, would be refused. */
function failingHolders(
  db: Db,
  written: PolicyDocument,
  { glob, models, at, blob }: Governed & { at: string; blob: BlobOf },
): PolicyProblem[] {
  const policy = policyFor(written, models[0]!)
  return policy.exclusive.flatMap((stage) => {
    if (!own(policy.gates, stage)?.length) return []
    const missing: string[] = []
    const failing = models.slice(0, most).flatMap((model) => {
      const holder = own(standingOf(db, model, policy.stages).occupants, stage)
      const report =
        holder && orMissing(missing, () => gateReportBy(policy, db, { model, id: holder, stage, at }, blob))
      return report && !report.passed ? [report] : []
    })
    if (missing.length) throw new BlobsNeeded(missing)
    const [first, ...others] = failing
    if (!first) return []
    const rules = first.rules.filter(({ passed }) => !passed).map(({ rule }) => rule)
    const more = others.length ? `; so do ${others.length} other holders` : ''
    const message = `${first.model}@${first.number}, which is in "${stage}" now, fails this gate (${rules.join('; ')})${more}.`
    return [atKey(['models', glob, 'gates', stage], message)]
  })
}

/** All that is missing is fetched at once, rather than one after the other. */
function orMissing<T>(missing: string[], ask: () => T): T | undefined {
  try {
    return ask()
  } catch (error) {
    if (!(error instanceof BlobsNeeded)) throw error
    missing.push(...error.hashes)
    return undefined
  }
}

function droppedStages(db: Db, written: PolicyDocument): PolicyProblem[] {
  const dropped = new Map<string, { path: Path; stage: string; models: string[]; versions: number }>()
  const always = inAll(policiesIn(written).map(allStages))
  for (const { model, stage, versions } of occupiedStages(db, always)) {
    if (allStages(policyFor(written, model)).includes(stage)) continue
    const glob = globFor(Object.keys(written.models), model)
    const key = JSON.stringify([glob, stage])
    const path = glob === undefined ? ['models'] : ['models', glob, 'stages']
    const known = dropped.get(key) ?? { path, stage, models: [], versions: 0 }
    known.models.push(model)
    dropped.set(key, { ...known, versions: known.versions + versions })
  }
  return [...dropped.values()].map(({ path, stage, models, versions }) =>
    atKey(
      path,
      `There is no stage "${stage}" here, and ${counted(versions, 'version')} of ${several(models)} ${versions === 1 ? 'is' : 'are'} in it.`,
    ),
  )
}

/** Under the new policy they move by themselves, away from where somebody put them. */
function aliasesByHand(db: Db, written: PolicyDocument, applied: PolicyDocument): PolicyProblem[] {
  const followersIn = (policies: PolicyDocument) => policiesIn(policies).map(({ followers }) => Object.keys(followers))
  const always = inAll(followersIn(applied))
  const followed = [...new Set(followersIn(written).flat())].filter((alias) => !always.includes(alias))
  const byHand = new Map<string, { path: Path; alias: string; stage: string; models: string[] }>()
  for (const { model, name } of aliasesCalled(db, followed)) {
    const follower = own(policyFor(written, model).followers, name)
    if (!follower || own(policyFor(applied, model).followers, name)) continue
    const glob = globFor(Object.keys(written.models), model)
    const path = glob === undefined ? ['models'] : ['models', glob, 'aliases', name, 'follows']
    const key = JSON.stringify([glob, name])
    const known = byHand.get(key) ?? { path, alias: name, stage: follower.stage, models: [] }
    known.models.push(model)
    byHand.set(key, known)
  }
  return [...byHand.values()].map(({ path, alias, stage, models }) =>
    atKey(path, `The alias ${alias} of ${several(models)} was set by hand; it will follow "${stage}" instead.`),
  )
}

/** All that may count for a model. */
const policiesIn = (policies: PolicyDocument) => [
  defaultPolicy,
  ...Object.keys(policies.models).map((glob) =>
    policyFor({ ...policies, models: { [glob]: policies.models[glob]! } }, glob),
  ),
]
const inAll = ([first = [], ...others]: string[][]) =>
  first.filter((name) => others.every((names) => names.includes(name)))

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
const several = (models: readonly string[]) =>
  models.length > 3 ? `${models.slice(0, 3).join(', ')} and ${models.length - 3} others` : models.join(', ')
