import { isDeepStrictEqual } from 'node:util'
import type { Commit } from '../../src/core/commit'
import { type Event, readEvent } from '../../src/core/event'
import { apply, emptyRegistry, fold, type Model, type Registry } from '../../src/core/model'
import { seqOfLogKey } from '../../src/store/keys'
import type { ObjectStore } from '../../src/store/objectStore'
import { dumpOf, stateOfFold, stateOfIndex } from '../index/stateOf'
import { logOf } from '../log/clients'
import type { Machine } from './machine'
import { type Answer, argsOf, isUnconditional, keyOfEvent, type Wish } from './wish'

/** What there is when a run is over. */
export interface Found {
  store: ObjectStore
  machines: Machine[]
  wishes: Wish[]
}

/** Everything that should hold and does not, in sentences. */
export async function violationsOf({ store, machines, wishes }: Found): Promise<string[]> {
  const entries = await logOf(store)
  let keys = 0
  for await (const key of store.list('log/')) if (seqOfLogKey(key) !== undefined) keys++
  const commits = entries.flatMap(({ commit }) => commit ?? [])
  const registry = fold(commits)
  return [
    ...entries.flatMap(({ seq, problem }) => (problem ? `commit ${seq}: ${problem}` : [])),
    ...(keys === entries.length ? [] : [`the log has ${keys} commits, and a gap after ${entries.length}`]),
    ...repeated(commits.map(({ id }) => id)).map((id) => `commit ${id} is there twice`),
    ...decidedWrongly(commits, wishes),
    ...toldWrongly(commits, wishes),
    ...outOfOrder(wishes),
    ...seenWrongly(registry, machines),
  ]
}

const repeated = <T>(items: readonly T[]) => items.filter((item, i) => items.indexOf(item) !== i)
export const eventsOf = (commit: Commit) => commit.events.map((event) => readEvent(event) as Event)

/** Every event says what was so at its place in the log, and was decided on what its person saw. */
function decidedWrongly(commits: readonly Commit[], wishes: readonly Wish[]): string[] {
  const wrong: string[] = []
  let registry: Registry = emptyRegistry
  for (const commit of commits) {
    const say = (text: string) => wrong.push(`at ${commit.seq} ${text}`)
    for (const event of eventsOf(commit)) {
      const before = registry
      registry = apply(registry, event, commit)
      if (!('model' in event)) continue
      const model = before.models[event.model]
      if (event.type === 'model.created' && model) say(`${event.model} is created again`)
      if (!model || event.type === 'model.created') continue
      const wish = wishes.find(({ key }) => key === keyOfEvent(event))
      checkEvent(event, model, wish, say)
    }
    for (const model of Object.values(registry.models)) checkModel(model, say)
  }
  return wrong
}

const inProduction = ({ versions }: Model) => Object.values(versions).filter(({ stage }) => stage === 'production')

function checkEvent(event: Event, model: Model, wish: Wish | undefined, say: (text: string) => void): void {
  const known = Object.keys(model.versions).length
  if (event.type === 'version.registered' && event.number !== known + 1)
    say(`${event.model} has ${known} versions, and the next is number ${event.number}`)
  if (event.type === 'alias.moved' && (model.aliases[event.alias] ?? null) !== event.from)
    say(`${event.alias} moves away from where it was not`)
  if (event.type !== 'stage.entered') return
  if (model.versions[event.version]?.stage !== event.from) say(`a version leaves ${event.from}, where it is not`)
  if (event.to !== 'production') return
  const holder = inProduction(model)[0]?.id ?? null
  if (event.displaced !== holder) say(`not the holder of production is displaced`)
  if (wish && argsOf(wish.intent).seen?.holder !== holder) say(`${wish.key}: another one held production than was seen`)
}

function checkModel(model: Model, say: (text: string) => void): void {
  const holders = inProduction(model)
  if (holders.length > 1) say(`${model.name} has ${holders.length} versions in production`)
  if (model.aliases['champion'] !== holders[0]?.id) say(`the champion of ${model.name} is not in production`)
}

/** What was told is so: landed is there once, refused is not, and of nothing there are two. */
function toldWrongly(commits: readonly Commit[], wishes: readonly Wish[]): string[] {
  const seqs = new Map<string, number[]>()
  for (const commit of commits)
    for (const event of eventsOf(commit)) {
      const key = keyOfEvent(event)
      if (key !== undefined) seqs.set(key, [...(seqs.get(key) ?? []), commit.seq])
    }
  const wrong: string[] = []
  for (const { key, answers, intent } of wishes) {
    const there = seqs.get(key) ?? []
    seqs.delete(key)
    const states = new Set(answers.map(({ state }) => state))
    const told = answers.flatMap((answer) => (answer.state === 'landed' ? answer.seq : []))
    const mustBe = told.length > 0 || (isUnconditional(intent) && states.has('pending') && !states.has('let go'))
    const mayBe =
      states.has('let go') || !['refused', 'unneeded', 'dropped'].some((state) => states.has(state as Answer['state']))
    const say = (text: string) => wrong.push(`${key}: was told ${[...states].join(', ') || 'nothing'}, ${text}`)
    if (there.length > 1) say(`and is there ${there.length} times, at ${there.join(', ')}`)
    if (there.length === 0 && mustBe) say('and is not there')
    if (there.length > 0 && !mayBe) say(`and is there, at ${there.join(', ')}`)
    for (const seq of told) if (there.length && !there.includes(seq)) say(`at ${seq}, and is at ${there.join(', ')}`)
  }
  for (const [key, [first]] of seqs) if (first !== 0) wrong.push(`${key}: is there, and nobody asked for it`)
  return wrong
}

/** Whoever asked after another one was told comes after that one. */
function outOfOrder(wishes: readonly Wish[]): string[] {
  const landed = wishes.flatMap(({ key, asked, answers }) => {
    const first = answers.find((answer) => answer.state === 'landed')
    return first ? [{ key, asked, ...first }] : []
  })
  return landed.flatMap((later) =>
    landed
      .filter((earlier) => earlier.step < later.asked && earlier.seq >= later.seq)
      .map((earlier) => `${later.key} was asked after ${earlier.key} was told, and is not after it`),
  )
}

/** Everybody sees the same, which is what the log says. */
function seenWrongly(registry: Registry, machines: readonly Machine[]): string[] {
  const [first, ...others] = machines
  const dump = dumpOf(first!.index.db)
  return [
    ...(isDeepStrictEqual(plain(stateOfIndex(first!.index.db)), plain(stateOfFold(registry)))
      ? []
      : [`${first!.name} does not see what the log says`]),
    ...others
      .filter(({ index }) => !isDeepStrictEqual(dumpOf(index.db), dump))
      .map(({ name }) => `${name} does not see what ${first!.name} sees`),
  ]
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
