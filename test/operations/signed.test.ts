import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Commit } from '../../src/core/commit'
import type { Event } from '../../src/core/event'
import type { Actor } from '../../src/core/record'
import { eventRows } from '../../src/index/history'
import { canonicalBytes, sha256Hex } from '../../src/log/canonical'
import { commitNamespace } from '../../src/log/signing'
import { applyPolicy } from '../../src/operations/applyPolicy'
import { approveVersion } from '../../src/operations/approveVersion'
import type { Context } from '../../src/operations/context'
import { gateVersion } from '../../src/operations/gateVersion'
import { promoteVersion } from '../../src/operations/promoteVersion'
import { registerVersion } from '../../src/operations/registerVersion'
import { resolveVersion } from '../../src/operations/resolveVersion'
import { rollbackModel } from '../../src/operations/rollbackModel'
import { verifyRegistry } from '../../src/operations/verifyRegistry'
import { signWithSsh } from '../../src/sources/sshKeygen'
import { logKey } from '../../src/store/keys'
import { rejects } from '../refuses'
import { ada, an, uuid } from '../samples'
import { type KeyPair, needOpenssh, newKey, ownHome } from '../sources/keys'
import { Registries } from './registries'

const bob = { name: 'Bob', email: 'bob@example.com' }

describe('commits that have to be signed', () => {
  needOpenssh('commits that have to be signed')
  const home = ownHome()
  let registries: Registries
  let folder: string
  let keys: { ada: KeyPair; mallory: KeyPair }

  async function as(actor: Actor, key?: KeyPair): Promise<Context> {
    process.env['PEDIGREE_ACTOR'] = `${actor.name} <${actor.email}>`
    if (key) process.env['PEDIGREE_SIGNING_KEY'] = key.file
    else delete process.env['PEDIGREE_SIGNING_KEY']
    const ctx = await registries.use({ cwd: folder })
    await ctx.actor()
    return ctx
  }

  const policy = (more = '') => `
keys: { ada@example.com: "${keys.ada.key}" }
models:
  fraud:
    signers: { production: [ada@example.com], policy: [ada@example.com] }
    gates: { production: [{ approvals: { count: 1, signed: true } }] }
${more}`

  beforeEach(async () => {
    registries = new Registries()
    keys = { ada: newKey(join(home(), 'keys'), 'ada'), mallory: newKey(join(home(), 'keys'), 'mallory') }
    folder = (await registries.make('team')).workspace!
    mkdirSync(join(folder, 'model'))
    writeFileSync(join(folder, 'model', 'weights.json'), '{}')
    writeFileSync(join(folder, 'pedigree.yaml'), policy())
    const ctx = await as(bob)
    await applyPolicy(ctx)
    for (const word of ['one', 'two']) {
      writeFileSync(join(folder, 'model', 'weights.json'), word)
      await registerVersion(ctx, { model: 'fraud', paths: ['model'] })
    }
  })
  afterEach(async () => {
    delete process.env['PEDIGREE_ACTOR']
    await registries.close()
  })

  const wanted = { reference: 'fraud@1', stage: 'production' }

  async function inProduction(): Promise<Context> {
    const ctx = await as(ada, keys.ada)
    await approveVersion(ctx, wanted)
    await promoteVersion(ctx, { ...wanted, reason: 'approved' })
    return ctx
  }

  /** Puts a commit into the log as no client of ours would. */
  async function forge(ctx: Context, events: Event[], actor: Actor, key?: KeyPair): Promise<Commit> {
    await ctx.log.sync()
    const head = ctx.index.head()!
    const at = new Date(Date.parse(head.at) + 1).toISOString()
    const base = { v: 1 as const, seq: head.seq + 1, prev: head.hash, id: uuid(`forged ${head.seq}`), at, actor }
    const commit: Commit = { ...base, client: 'somebody', events }
    if (key) {
      const message = canonicalBytes(commit)
      process.env['PEDIGREE_SIGNING_KEY'] = key.file
      const signing = { message, namespace: commitNamespace, keys: [key.key], interactive: false, folder }
      commit.sshsig = await signWithSsh(signing)
    }
    await ctx.store.putNew(logKey(commit.seq), canonicalBytes(commit))
    return commit
  }

  const idOf = (ctx: Context, number: number) =>
    ctx.index.db.get<{ id: string }>('select id from version where number = :number', { number })!.id
  const holder = async (ctx: Context) => (await resolveVersion(ctx, 'fraud@production')).version
  /** What anybody makes of the log who never saw it before. */
  async function stranger(): Promise<Context> {
    const ctx = await as(bob)
    ctx.index.clear()
    await ctx.log.sync()
    return ctx
  }
  const untrusted = (ctx: Context) => eventRows(ctx.index.db, 'e.distrust is not null')

  it('J7 lets those in who may, with their key', async () => {
    const ctx = await inProduction()
    assert.equal(await holder(await stranger()), 1)
    assert.deepEqual((await verifyRegistry(ctx)).problems, [])
    const commit = JSON.parse(Buffer.from((await ctx.store.get(logKey(ctx.index.head()!.seq)))!).toString()) as Commit
    assert.match(commit.sshsig ?? '', /BEGIN SSH SIGNATURE/)
  })

  it('J9 refuses whoever may not, has no key, or has another', async () => {
    await rejects(promoteVersion(await as(bob), { ...wanted, override: true, reason: 'now' }), 'not-a-signer')
    await rejects(approveVersion(await as(ada), wanted), 'signature-required')
    await rejects(approveVersion(await as(ada, keys.mallory), wanted), 'signature-required')
    const ctx = await as(bob)
    writeFileSync(join(folder, 'pedigree.yaml'), policy('  other: {}'))
    await rejects(applyPolicy(ctx), 'not-a-signer')
    assert.equal(ctx.index.head()?.seq, 3, 'nothing was written')
    assert.deepEqual(ctx.log.pending(), [])
  })

  const forgeries: [string, (ctx: Context) => Event[], Actor, ('ada' | 'mallory')?][] = [
    [
      'without a signature',
      (ctx) => [
        an('stage.entered', { model: 'fraud', version: idOf(ctx, 2), to: 'production', displaced: idOf(ctx, 1) }),
      ],
      ada,
    ],
    [
      'with another key',
      (ctx) => [
        an('stage.entered', { model: 'fraud', version: idOf(ctx, 2), to: 'production', displaced: idOf(ctx, 1) }),
      ],
      ada,
      'mallory',
    ],
    [
      'of somebody else, with a key of one who may',
      (ctx) => [
        an('stage.entered', { model: 'fraud', version: idOf(ctx, 2), to: 'production', displaced: idOf(ctx, 1) }),
      ],
      bob,
      'ada',
    ],
    [
      'that takes the holder away',
      (ctx) => [
        an('stage.entered', {
          model: 'fraud',
          version: idOf(ctx, 1),
          to: 'archived',
          from: 'production',
          displaced: null,
          kind: 'archive',
        }),
      ],
      ada,
    ],
    [
      'that displaces the holder from elsewhere',
      (ctx) => [an('stage.entered', { model: 'fraud', version: idOf(ctx, 2), to: 'staging', displaced: idOf(ctx, 1) })],
      bob,
    ],
    [
      'of a rollout',
      (ctx) => [an('rollout.set', { model: 'fraud', version: idOf(ctx, 2), stage: 'production', percent: 50 })],
      bob,
    ],
    [
      'of an alias that follows',
      (ctx) => [an('alias.moved', { model: 'fraud', version: idOf(ctx, 2), alias: 'champion' })],
      bob,
    ],
    [
      'of an approval',
      (ctx) => [an('approval.given', { model: 'fraud', version: idOf(ctx, 2), stage: 'production' })],
      ada,
    ],
    ['of policies without gates', () => [an('policy.applied', { policy: { models: {}, keys: {} } })], bob],
    [
      'of policies with a key of one’s own',
      () => [an('policy.applied', { policy: { models: {}, keys: { 'ada@example.com': keys.mallory.key } } })],
      ada,
      'mallory',
    ],
  ]
  for (const [name, events, actor, key] of forgeries)
    it(`J7 a forged commit ${name} has no effect, and is named`, async () => {
      const ctx = await inProduction()
      const before = JSON.stringify([await gateVersion(ctx, wanted).then(({ passed }) => passed), await holder(ctx)])
      const { seq } = await forge(ctx, events(ctx), actor, key && keys[key])
      for (const client of [ctx, await stranger()]) {
        await client.log.sync()
        assert.equal(
          JSON.stringify([await gateVersion(client, wanted).then(({ passed }) => passed), await holder(client)]),
          before,
        )
        assert.deepEqual((await resolveVersion(client, 'fraud@champion')).weights, { 1: 100 })
        assert.deepEqual(
          untrusted(client).map((row) => row.seq),
          [seq],
        )
        const { ok, problems } = await verifyRegistry(client)
        assert.deepEqual([ok, problems.map(({ kind, seq }) => [kind, seq])], [true, [['untrusted', seq]]])
      }
      await rejects(promoteVersion(await as(bob), { ...wanted, reference: 'fraud@2' }), 'gate-failed')
    })

  it('J1 J7 a signed commit that was changed in the store counts for nothing', async () => {
    const ctx = await inProduction()
    const { seq } = ctx.index.head()!
    const path = join(ctx.store.address, logKey(seq))
    const commit = JSON.parse(readFileSync(path, 'utf8')) as Commit
    const changed = canonicalBytes({
      ...commit,
      events: commit.events.map((event) => ({ ...event, reason: 'because' })),
    })
    assert.notEqual(sha256Hex(changed), ctx.index.head()!.hash)
    writeFileSync(path, changed)
    await rejects(as(bob), 'log-forked')
    // Another machine, which never saw it.
    rmSync(join(folder, '.pedigree', 'index.db'))
    process.env['PEDIGREE_STATE'] = join(home(), 'another machine')
    const other = await as(bob)
    await rejects(resolveVersion(other, 'fraud@production'), 'no-such-version')
    assert.ok(untrusted(other).some((row) => row.type === 'stage.entered'))
  })

  it('J10 J7 a rollback is signed, too', async () => {
    const ctx = await inProduction()
    await approveVersion(ctx, { ...wanted, reference: 'fraud@2' })
    await promoteVersion(ctx, { ...wanted, reference: 'fraud@2' })
    const back = { model: 'fraud', code: 'latency' as const, reason: 'slow' }
    await rejects(rollbackModel(await as(bob), back), 'not-a-signer')
    assert.equal((await rollbackModel(await as(ada, keys.ada), back)).version, 1)
    assert.deepEqual((await resolveVersion(await stranger(), 'fraud@champion')).version, 1)
  })

  it('J8 an approval that nobody signed does not count', async () => {
    const ctx = await inProduction()
    await forge(ctx, [an('approval.given', { model: 'fraud', version: idOf(ctx, 2), stage: 'production' })], ada)
    await ctx.log.sync()
    assert.equal((await gateVersion(ctx, { ...wanted, reference: 'fraud@2' })).passed, false)
  })

  it('J7 policies that are guarded change with a signature', async () => {
    writeFileSync(join(folder, 'pedigree.yaml'), policy('  other: {}'))
    await applyPolicy(await as(ada, keys.ada))
    assert.equal(untrusted(await stranger()).length, 0)
  })

  for (const kind of ['promote', 'rollback', 'demote'] as const)
    it(`J12 a way past a gate, by hand, is named, also if it says that it was to ${kind}`, async () => {
      writeFileSync(
        join(folder, 'pedigree.yaml'),
        policy().replace('signers: { production: [ada@example.com], policy', 'signers: { policy'),
      )
      const ctx = await as(ada, keys.ada)
      await applyPolicy(ctx)
      const { seq } = await forge(
        ctx,
        [an('stage.entered', { model: 'fraud', version: idOf(ctx, 2), to: 'production', kind })],
        bob,
      )
      const { ok, problems } = await verifyRegistry(ctx)
      assert.deepEqual([ok, problems.map(({ kind, seq }) => [kind, seq])], [false, [['gate', seq]]])
    })
})
