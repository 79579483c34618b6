import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { storeUnreachable } from '../../src/core/errors'
import { parseCard } from '../../src/formats/card/parseCard'
import { sha256Hex } from '../../src/log/canonical'
import { applyPolicy } from '../../src/operations/applyPolicy'
import { cardTextOf } from '../../src/operations/cardTextOf'
import { changeCard } from '../../src/operations/changeCard'
import { checkCard } from '../../src/operations/checkCard'
import { weighPolicy } from '../../src/operations/checkPolicy'
import type { Context } from '../../src/operations/context'
import { editCard } from '../../src/operations/editCard'
import { evaluateVersion } from '../../src/operations/evaluateVersion'
import { gateVersion } from '../../src/operations/gateVersion'
import { listLog } from '../../src/operations/listLog'
import { namedBlobs } from '../../src/operations/namedBlobs'
import { retryPending } from '../../src/operations/pending'
import { promoteVersion } from '../../src/operations/promoteVersion'
import { pushHistory } from '../../src/operations/pushHistory'
import { pushModels } from '../../src/operations/pushModels'
import { readCard } from '../../src/operations/readCard'
import { registerVersion } from '../../src/operations/registerVersion'
import { saveCard } from '../../src/operations/saveCard'
import { setAlias } from '../../src/operations/setAlias'
import { showVersion } from '../../src/operations/showVersion'
import { verifyRegistry } from '../../src/operations/verifyRegistry'
import { documentsNamed } from '../../src/index/retained'
import { blobKey } from '../../src/store/keys'
import { rejects } from '../refuses'
import { Registries } from './registries'

const whole = `---
license: mit
---

# Churn
<!-- card:summary -->
Tells who will leave.

## Contact
<!-- card:identity.contact -->
bob@example.com

## Use
<!-- card:use.primary -->
Calling customers who are likely to leave.

## Not for
<!-- card:use.outOfScope -->
Prices, or anything that a customer is owed.

## Data
<!-- card:data.training -->
Customers of one year.

## Limits
<!-- card:limits.known -->
Weak for customers who came lately.
`
const gated = `
models:
  churn:
    aliases: { pinned: { gate: production } }
    gates: { production: [{ card: complete }] }
`

describe('the card of a version', () => {
  let registries: Registries
  let bob: Context
  let ada: Context

  beforeEach(async () => {
    registries = new Registries()
    const made = await registries.make('team')
    const folder = made.workspace!
    writeFileSync(join(folder, 'pedigree.yaml'), gated)
    bob = await as('Bob', folder)
    ada = await as('Ada', folder)
    await applyPolicy(bob)
    await ada.log.sync()
  })
  afterEach(async () => {
    delete process.env['PEDIGREE_ACTOR']
    await registries.close()
  })

  async function as(name: string, cwd: string): Promise<Context> {
    process.env['PEDIGREE_ACTOR'] = `${name} <${name.toLowerCase()}@example.com>`
    const ctx = await registries.use({ cwd })
    await ctx.actor()
    return ctx
  }
  let made = 0
  async function register(ctx = bob): Promise<string> {
    writeFileSync(join(ctx.cwd, 'model.bin'), `model ${made++}`)
    const { version, id } = await registerVersion(ctx, {
      model: 'churn',
      paths: ['model.bin'],
      metrics: [{ name: 'f1', value: 0.9 }],
      params: { seed: 1 },
    })
    return `churn@${version ?? id}`
  }
  const save = (ctx: Context, reference: string, text = whole, base: string | null = null) =>
    saveCard(ctx, { reference, text, base })

  it('CA4 begins as a draft and is saved with what the record says', async () => {
    const reference = await register()
    const draft = await readCard(bob, { reference })
    assert.deepEqual([draft.saved, draft.base, draft.previous, draft.card.statements], [null, null, null, {}])
    assert.match(draft.text, /# churn 1\n<!-- card:summary -->/)
    const { card, pending, findings } = await save(bob, reference)
    assert.equal(pending, false)
    const view = await readCard(ada, { reference: await synced(ada, reference) })
    assert.equal(sha256Hex(view.text), card)
    assert.deepEqual([view.base, view.saved?.sha256, view.saved?.by.name], [card, card, 'Bob'])
    assert.deepEqual(view.findings, findings)
    assert.match(view.blocks['eval.overall']!, /`f1` \| 0\.9/)
    assert.equal(view.card.blocks['eval.overall']!.text, view.blocks['eval.overall'])
    const { statements } = parseCard(whole).card
    assert.deepEqual(view.card.statements, statements)
    assert.ok(view.text.startsWith(whole.slice(0, whole.indexOf('## Contact'))), 'as it was written')
    assert.deepEqual((await showVersion(bob, reference)).card?.sha256, card)
  })
  async function synced(ctx: Context, reference: string): Promise<string> {
    await ctx.log.sync()
    return reference
  }

  it('CA4 judges a metric by its name where no policy does', async () => {
    writeFileSync(join(bob.cwd, 'model.bin'), 'measured')
    const measured = { f1: 0.9, latency_ms: 40, oddness: 3 }
    const metrics = Object.entries(measured).map(([name, value]) => ({ name, value }))
    await registerVersion(bob, { model: 'churn', paths: ['model.bin'], metrics })
    const { facts, blocks } = await readCard(bob, { reference: 'churn@1' })
    assert.deepEqual(facts.directions, { f1: 'higher', latency_ms: 'lower' })
    assert.match(blocks['eval.overall']!, /latency_ms.*lower is better/)
    writeFileSync(join(bob.cwd, 'pedigree.yaml'), `models: { churn: { metrics: { f1: lower, oddness: higher } } }`)
    await applyPolicy(bob)
    const after = await readCard(bob, { reference: 'churn@1' })
    assert.deepEqual(after.facts.directions, { f1: 'lower', latency_ms: 'lower', oddness: 'higher' })
  })

  it('CA9 is not saved again as it is, and not without end', async () => {
    const reference = await register()
    const { card } = await save(bob, reference)
    const { seq } = bob.index.head()!
    const again = await save(bob, reference, await cardTextOf(bob, card), card)
    assert.deepEqual([again.card, bob.index.head()!.seq], [card, seq])
    // Not even by somebody who has seen another one: it is what they want already.
    assert.equal((await save(bob, reference, whole, null)).card, card)
    const refusal = await rejects(save(bob, reference, 'x'.repeat(5 * 1024 * 1024 + 1), card), 'card-too-large')
    assert.match(refusal.message, /5\.0 MiB large/)
    assert.equal((await save(bob, reference, `${whole}${'x'.repeat(4_900_000)}`, card)).pending, false)
    assert.equal((await readCard(bob, { reference })).text.length > 4_900_000, true)
  }).timeout(20_000)

  it('CA8 two people save one card: the second is told of the first', async () => {
    const reference = await register()
    await ada.log.sync()
    const [mine, theirs] = await Promise.all([bob, ada].map((ctx) => readCard(ctx, { reference })))
    const first = await save(bob, reference, `${mine!.text}\n## Bob\n`, mine!.base)
    const refusal = await rejects(save(ada, reference, `${theirs!.text}\n## Ada\n`, theirs!.base), 'card-changed')
    assert.match(refusal.message, /^Bob saved the card of churn@1 at 20.* UTC, after you read it\.$/)
    assert.deepEqual([refusal.details?.['card'], refusal.details?.['base']], [first.card, null])
    assert.deepEqual(ada.log.pending(), [], 'it is not kept, as its author was told')
    const second = await save(ada, reference, `${theirs!.text}\n## Ada\n`, first.card)
    await bob.log.sync()
    await rejects(save(bob, reference, 'mine', first.card), 'card-changed')
    await rejects(changeCard(bob, { reference, text: 'mine', changes: [], base: 'none' }), 'card-changed')
    const third = await changeCard(bob, {
      reference,
      changes: [{ field: 'ops', text: 'Little.' }],
      base: second.card.slice(0, 8),
    })
    const { text } = await readCard(bob, { reference })
    assert.ok(text.includes('## Ada\n') && text.includes('\nLittle.\n'))
    const log = (await listLog(bob, {})).filter(({ type }) => type === 'card.saved')
    assert.deepEqual(
      log.map(({ card, from }) => [card, from]),
      [
        [first.card, null],
        [second.card, first.card],
        [third.card, second.card],
      ],
    )
  })

  it('CA10 a version inherits, affirms, and is let in', async () => {
    const one = await register()
    await rejects(promoteVersion(bob, { reference: one, stage: 'production' }), 'gate-failed')
    await save(bob, one)
    assert.equal((await promoteVersion(bob, { reference: one, stage: 'production' })).gate?.passed, true)

    const two = await register()
    const none = await rejects(promoteVersion(bob, { reference: two, stage: 'production' }), 'gate-failed')
    assert.match(
      none.message,
      /churn@2 has no card: none was saved; it would begin with what was said of churn@1, to be affirmed/,
    )
    const draft = await readCard(bob, { reference: two })
    const inherited = Object.keys(draft.card.inherited)
    assert.deepEqual([inherited.length, draft.previous?.reference, draft.card.meta], [6, 'churn@1', { license: 'mit' }])
    const saved = await save(bob, two, draft.text)
    assert.deepEqual(
      saved.findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
      Array(6).fill('card/inherited-not-reaffirmed'),
    )
    const refusal = await rejects(promoteVersion(bob, { reference: two, stage: 'production' }), 'gate-failed')
    assert.match(refusal.message, /inherited-not-reaffirmed \(Summary, Contact, Intended Use, .* and Limitations\)/)
    assert.equal((await gateVersion(ada, { reference: await synced(ada, two), stage: 'production' })).passed, false)

    const affirming = await readCard(bob, { reference: two })
    let { text } = affirming
    for (const id of inherited.slice(1)) text = await editCard(bob, { text, change: { affirm: id } })
    text = await editCard(bob, { text, change: { field: 'summary', text: 'Tells who will leave, and when.' } })
    assert.deepEqual(
      (await checkCard(bob, { reference: two, text })).findings.filter(({ severity }) => severity === 'error'),
      [],
    )
    await save(bob, two, text, affirming.base)
    await ada.log.sync()
    assert.equal((await promoteVersion(ada, { reference: two, stage: 'production' })).gate?.passed, true)
    assert.deepEqual((await verifyRegistry(bob)).problems, [])
  })

  it('CA10 asks the card that was saved by then, also when it is verified later', async () => {
    const reference = await register()
    const { card } = await save(bob, reference)
    await promoteVersion(bob, { reference, stage: 'production' })
    await save(bob, reference, '# Empty\n', card)
    await rejects(setAlias(bob, { reference, alias: 'pinned' }), 'gate-failed')
    const fresh = await as('Eve', bob.cwd)
    assert.deepEqual((await verifyRegistry(fresh, { files: true })).problems, [])
    const { warnings } = await weighPolicy(bob, undefined)
    assert.match(warnings.join('\n'), /churn@1, which is in "production" now, fails this gate \(card: complete\)/)
  })

  it('CA10 lets a version in by itself once its card is complete', async () => {
    writeFileSync(
      join(bob.cwd, 'pedigree.yaml'),
      'models: { churn: { gates: { staging: [{ card: complete }] }, promoteOnPass: { staging: true } } }',
    )
    await applyPolicy(bob)
    const reference = await register()
    const { card } = await save(bob, reference, '# Not yet\n')
    assert.equal((await showVersion(bob, reference)).stage, 'none')
    await save(bob, reference, whole, card)
    assert.equal((await showVersion(bob, reference)).stage, 'staging')
    assert.deepEqual((await verifyRegistry(bob)).problems, [])
  })

  it('CA3 is read though the one before it, or a report, is gone; a draft is not', async () => {
    const one = await register()
    const { card } = await save(bob, one)
    await promoteVersion(bob, { reference: one, stage: 'production' })
    const { facts } = await readCard(bob, { reference: one })
    assert.equal(facts.gates[0]?.report?.passed, true)
    const two = await register()
    await save(bob, two, (await readCard(bob, { reference: two })).text)
    const three = await register()
    for (const sha256 of [card, facts.gates[0]!.digest]) rmSync(bob.store.fileOf!(blobKey(sha256))!)
    const other = await as('Eve', bob.cwd)
    assert.equal((await readCard(other, { reference: two })).previous, null)
    await rejects(readCard(other, { reference: one }), 'files-missing')
    assert.equal((await readCard(other, { reference: three })).previous?.reference, two)
    assert.equal(
      (await checkCard(other, { reference: one, text: whole })).findings.some(({ severity }) => severity === 'error'),
      false,
    )
  })

  it('CA12 is copied, verified, and never cold', async () => {
    const reference = await register()
    const { card } = await save(bob, reference)
    assert.deepEqual(
      (await namedBlobs(bob)).filter(({ sha256 }) => sha256 === card).map(({ name }) => name),
      ['The card of churn@1'],
    )
    assert.ok(documentsNamed(bob.index.db).has(card))
    const address = join(registries.scratch.folder, 'copy')
    await pushHistory(bob, { address })
    const copy = await registries.use({ cwd: bob.cwd, registry: address })
    assert.equal(await cardTextOf(copy, card), await cardTextOf(bob, card))
    assert.deepEqual((await verifyRegistry(copy, { files: true })).problems, [])
    rmSync(copy.store.fileOf!(blobKey(card))!)
    assert.deepEqual(
      (await verifyRegistry(copy)).problems.map(({ kind, message }) => [kind, message]),
      [['blob', `Blob ${card}, the card of a version of churn, is missing.`]],
    )
    const late = await registries.use({ cwd: bob.cwd, registry: address })
    await rejects(readCard(late, { reference }), 'files-missing')
    const gate = await gateVersion(late, { reference, stage: 'production' })
    assert.match(gate.rules[0]!.message, /churn@1 has no card: its text \([0-9a-f]{12}\) cannot be read/)
    await rejects(promoteVersion(late, { reference, stage: 'production' }), 'gate-failed')
  })

  it('CA13 comes along when its model is pushed, and one that was changed there stays', async () => {
    const into = await registries.make('other')
    const reference = await register()
    const first = await save(bob, reference)
    const second = await changeCard(bob, { reference, changes: [{ field: 'ops', text: 'Little.' }] })
    await pushModels(bob, into, ['churn'])
    assert.deepEqual((await readCard(into, { reference })).base, second.card)
    assert.deepEqual((await verifyRegistry(into, { files: true })).problems, [])
    const { seq } = into.index.head()!
    await pushModels(bob, into, ['churn'])
    assert.equal(into.index.head()!.seq, seq, 'it is there')
    const third = await changeCard(bob, { reference, changes: [{ field: 'ops', text: 'More.' }] })
    await pushModels(bob, into, ['churn'])
    assert.deepEqual((await readCard(into, { reference })).base, third.card)
    const own = await changeCard(into, { reference, changes: [{ field: 'ops', text: 'As we do it here.' }] })
    await changeCard(bob, { reference, changes: [{ field: 'ops', text: 'Most.' }] })
    await pushModels(bob, into, ['churn'])
    assert.deepEqual((await readCard(into, { reference })).base, own.card)
    assert.notEqual(first.card, second.card)
  })

  it('CA14 is shown as it was then', async () => {
    const reference = await register()
    const before = new Date().toISOString()
    await new Promise((done) => setTimeout(done, 5))
    const { card } = await save(bob, reference)
    const between = new Date(Date.now() + 1).toISOString()
    await new Promise((done) => setTimeout(done, 5))
    await evaluateVersion(bob, { reference, metrics: [{ name: 'f1', value: 0.5 }] })
    await save(bob, reference, `${whole}\n## Later\n`, card)
    assert.deepEqual((await readCard(bob, { reference, at: before })).saved, null)
    const then = await readCard(bob, { reference, at: between })
    assert.deepEqual([then.base, then.facts.metrics[0]?.value], [card, 0.9])
    assert.equal((await showVersion(bob, reference, between)).card?.sha256, card)
    assert.match((await readCard(bob, { reference })).text, /## Later/)
  })

  it('CA6 takes what was said of the last version with a card, or else of the first such parent', async () => {
    await save(bob, await register())
    await register()
    const three = await register()
    assert.equal((await readCard(bob, { reference: three })).previous?.reference, 'churn@1')
    writeFileSync(join(bob.cwd, 'small.bin'), 'small')
    await registerVersion(bob, {
      model: 'small',
      paths: ['small.bin'],
      parents: [
        { reference: 'churn@2', relation: 'distilled-from' },
        { reference: 'churn@1', relation: 'distilled-from' },
      ],
    })
    const child = await readCard(bob, { reference: 'small@1' })
    assert.deepEqual(
      [child.previous?.reference, Object.values(child.card.inherited)[0]],
      ['churn@1', (await showVersion(bob, 'churn@1')).id],
    )
  })

  describe('without a connection', () => {
    /** Writes nothing, and reads nothing, while it is away. */
    function cutOff(ctx: Context): { ctx: Context; back(): void } {
      const members = { ...ctx.store }
      const gone = () => Promise.reject(storeUnreachable('the test'))
      Object.assign(ctx.store, { get: gone, putNew: gone, putFile: gone, sizeOf: gone, now: gone })
      return { ctx, back: () => void Object.assign(ctx.store, members) }
    }
    async function patient(): Promise<Context> {
      process.env['PEDIGREE_ACTOR'] = 'Bob <bob@example.com>'
      const ctx = await registries.usePatiently({ cwd: bob.cwd })
      await ctx.actor()
      return ctx
    }

    it('CA11 waits with its text, and what waits behind it finds it', async () => {
      const reference = await register()
      const ctx = await patient()
      const { back } = cutOff(ctx)
      const saved = await save(ctx, reference)
      assert.equal(saved.pending, true)
      const view = await readCard(ctx, { reference })
      assert.deepEqual([view.base, sha256Hex(view.text)], [saved.card, saved.card])
      assert.equal((await changeCard(ctx, { reference, changes: [{ field: 'ops', text: 'Little.' }] })).pending, true)
      const moved = await promoteVersion(ctx, { reference, stage: 'production' })
      assert.equal(moved.pending, true)
      assert.equal(ctx.log.pending().length, 3)
      back()
      await ctx.log.settle()
      assert.deepEqual(ctx.log.pending(), [])
      const there = await showVersion(ctx, reference)
      assert.deepEqual(
        [there.stage, there.history.filter(({ type }) => type === 'card.saved').length],
        ['production', 2],
      )
      assert.equal(parseCard(await cardTextOf(ctx, there.card!.sha256)).card.statements['ops'], 'Little.')
      assert.deepEqual((await verifyRegistry(bob, { files: true })).problems, [])
    })
    it('CA11 becomes a conflict that keeps its text when somebody else was faster', async () => {
      const reference = await register()
      const ctx = await patient()
      const { back } = cutOff(ctx)
      await save(ctx, reference)
      process.env['PEDIGREE_STATE'] = registries.path('elsewhere')
      const far = await as('Ada', bob.cwd)
      process.env['PEDIGREE_STATE'] = registries.path('state')
      await save(far, reference, `${whole}\n## Ada\n`)
      back()
      await ctx.log.settle()
      const [item] = ctx.log.pending()
      assert.deepEqual([item?.state, item?.refusal?.code], ['conflict', 'card-changed'])
      const { text: theirs, conflict } = await readCard(ctx, { reference })
      assert.match(theirs, /## Ada/)
      assert.deepEqual([conflict?.pending, conflict?.base], [item!.id, null])
      assert.match(conflict!.text, /Weak for customers who came lately\./)
      // Who tries again has been told whose card is there.
      assert.equal((await retryPending(ctx, item!.id)).state, 'landed')
      const { text, saved } = await readCard(ctx, { reference })
      assert.deepEqual([saved?.by.name, text.includes('## Ada')], ['Bob', false])
    })
    it('CA11 what needs a card that is not at hand is refused, and what can be read is', async () => {
      const reference = await register()
      await save(bob, reference)
      const ctx = await patient()
      const { back } = cutOff(ctx)
      await rejects(promoteVersion(ctx, { reference, stage: 'production' }), 'store-unreachable')
      assert.deepEqual(ctx.log.pending(), [])
      assert.equal((await showVersion(ctx, reference)).version, 1)
      assert.equal((await gateVersion(ctx, { reference, stage: 'production' })).passed, false)
      back()
      assert.equal((await promoteVersion(ctx, { reference, stage: 'production' })).stage, 'production')
    })
  })
})
