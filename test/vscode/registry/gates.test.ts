import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands, workspace } from 'vscode'
import type { GateReport } from '../../../src/core/gate/report'
import { reportUri } from '../../../src/vscode/report/reports'
import { applyPolicy } from '../../host/applyPolicy'
import { call } from '../call'

interface Answer {
  stage: string
  version: number
  gate: (GateReport & { override: boolean }) | null
  rollout?: { stage: string; percent: number }
}

describe('commands for gates, with values', () => {
  const folder = () => workspace.workspaceFolders![0]!.uri.fsPath
  const confirmed = true
  const stage = 'production'

  before(async () => {
    mkdirSync(join(folder(), 'gated'), { recursive: true })
    for (const f1 of [0.95, 0.85, 0.97]) {
      writeFileSync(join(folder(), 'gated', 'weights.bin'), `weights ${f1}`)
      const metrics = [{ name: 'f1', value: f1 }]
      await call('registerVersion', { model: 'gated', paths: [join(folder(), 'gated')], metrics })
    }
    applyPolicy(folder(), {
      'gated*': { gates: { production: [{ metric: 'f1', min: 0.9 }, { check: '<b>tests</b> | [x](http://a.b)' }] } },
      approved: {
        gates: { production: [{ approvals: { count: 2, from: ['grace@example.com'] } }] },
        override: 'never',
      },
      signed: { signers: { production: ['ada@example.com'] } },
    })
    await commands.executeCommand('pedigree.refresh')
  })

  const check = (reference: string, result = 'pass') =>
    call<Answer>('check', { reference, check: '<b>tests</b> | [x](http://a.b)', result })
  const promote = (reference: string, more: Record<string, unknown> = {}) =>
    call<Answer | undefined>('promote', { reference, stage, confirmed, ...more })
  const commits = () => {
    const log = join(folder(), '.pedigree', 'registry', 'log')
    const names = readdirSync(log).sort()
    return names.map((name) => JSON.parse(readFileSync(join(log, name), 'utf8')) as Commit)
  }
  const events = (type: string) => commits().flatMap((commit) => commit.events.filter((event) => event.type === type))

  it('keeps the address of a webhook, and forgets it', async () => {
    const name = 'PEDIGREE_TEST_WEBHOOK'
    const set = (address: string) => call('setWebhook', { name, address })
    assert.deepEqual(await set('https://hooks.example.com/1'), { name, kept: true })
    assert.deepEqual(await set(''), { name, kept: false })
  })

  it('shows what a gate says as a page, where no word of anybody is Markdown', async () => {
    const report = await call<GateReport>('showGate', { reference: 'gated@2', stage })
    assert.deepEqual([report.passed, report.rules.map(({ passed }) => passed)], [false, [false, false]])
    const text = (await workspace.openTextDocument(reportUri(folder(), report))).getText()
    assert.match(text, /^# gated\\@2 and the gate of production$/m)
    assert.match(text, /\*\*Failed\\: 2 of 2 rules\\\.\*\*/)
    assert.match(text, /^\| ✗&nbsp;failed \| metric\\: f1\\, min\\: 0\\\.9 \|/m)
    assert.ok(text.includes(String.raw`\<b\>tests\<\/b\> \| \[x\]\(http\:\/\/a\.b\)`))
    assert.ok(!text.includes('<b>') && !text.includes('](http'))
  })

  it('refuses what fails, keeps the report, and shows the one that is kept', async () => {
    assert.equal(await promote('gated@2'), undefined)
    const [refused] = events('promotion.refused')
    const kept = await call<GateReport>('showGate', { report: refused!['report'] })
    assert.deepEqual([kept.number, kept.passed, kept.rules.length], [2, false, 2])
    assert.equal(await call('showGate', { report: '../../../etc/passwd' }), undefined)
    assert.equal(await call('showGate', { report: '0'.repeat(64) }), undefined)
  })

  it('records a check, and promotes what passes', async () => {
    assert.equal((await check('gated@1')).stage, 'none')
    const answer = await promote('gated@1', { stage: 'Production' })
    assert.deepEqual([answer?.stage, answer?.gate?.passed], ['production', true])
    assert.equal(await call('check', { reference: 'gated@9', check: 'x', result: 'pass' }), undefined)
  })

  it('overrides only with a reason, and where the policy allows it', async () => {
    assert.equal(await promote('gated@2', { override: true }), undefined)
    const answer = await promote('gated@2', { override: true, reason: 'the old one burns' })
    assert.deepEqual([answer?.stage, answer?.gate?.passed, answer?.gate?.override], ['production', false, true])
    await call('registerVersion', { model: 'approved', paths: [join(folder(), 'gated')] })
    assert.equal(await promote('approved@1', { override: true, reason: 'please' }), undefined)
  })

  it('rolls out in steps, and takes the traffic back', async () => {
    assert.equal(await promote('gated@3', { rollout: 5 }), undefined)
    await check('gated@3')
    assert.deepEqual((await promote('gated@3', { rollout: 5 }))?.rollout, { stage, percent: 5 })
    const rollout = (percent: number, more = {}) =>
      call<Answer | undefined>('rollout', { model: 'gated', percent, confirmed, ...more })
    assert.deepEqual((await rollout(25))?.rollout, { stage, percent: 25 })
    assert.equal(await rollout(0), undefined)
    assert.equal(await rollout(101), undefined)
    const back = await call<Answer>('rollback', { model: 'gated', code: 'latency', reason: 'p99', confirmed })
    assert.deepEqual([back.version, back.rollout, back.stage], [3, { stage, percent: 0 }, 'none'])
    assert.equal(await rollout(50), undefined)
    await promote('gated@3', { rollout: 50 })
    assert.deepEqual((await rollout(0, { reason: 'slow' }))?.rollout?.percent, 0)
    await promote('gated@3', { rollout: 50 })
    assert.equal((await call<Answer>('rollout', { reference: 'gated@3', percent: 100, confirmed })).stage, stage)
  })

  it('rolls back to what its gate would refuse', async () => {
    const values = { model: 'gated', to: 'gated@2', code: 'outage', reason: 'down', confirmed }
    const answer = await call<Answer>('rollback', values)
    assert.deepEqual([answer.version, answer.stage, answer.gate?.passed], [2, stage, false])
  })

  it('approves, though not what one made, and withdraws', async () => {
    assert.equal(await call('approve', { reference: 'approved@1', stage }), undefined)
    assert.equal(await call('withdrawApproval', { reference: 'approved@1' }), undefined)
    assert.equal(await call('withdrawApproval', { reference: 'approved@1', stage }), undefined)
    assert.equal(events('approval.given').length, 0)
  })

  it('refuses what has to be signed and is not, and signs with the key that was chosen', async () => {
    await call('registerVersion', { model: 'signed', paths: [join(folder(), 'gated')] })
    assert.equal(await promote('signed@1'), undefined)
    const moves = () => events('stage.entered').filter(({ model }) => model === 'signed').length
    assert.equal(moves(), 0)

    const file = join(folder(), 'key')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
    const { email } = commits().at(-1)!.actor
    const key = readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ')
    applyPolicy(folder(), { signed: { signers: { production: [email] } } }, { [email]: key })
    await commands.executeCommand('pedigree.refresh')
    assert.equal(await promote('signed@1'), undefined)
    await workspace.getConfiguration('pedigree').update('signingKey', file, true)
    assert.equal((await promote('signed@1'))?.stage, stage)
    assert.equal(moves(), 1)
    assert.match(commits().at(-1)!.sshsig ?? '', /BEGIN SSH SIGNATURE/)
    await workspace.getConfiguration('pedigree').update('signingKey', undefined, true)
  })
})

interface Commit {
  actor: { email: string }
  sshsig?: string
  events: ({ type: string } & Record<string, unknown>)[]
}
