import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import type { Commit } from '../../src/core/commit'
import type { ModelPolicy } from '../../src/core/policy/policyDocument'
import { canonicalBytes, sha256Hex } from '../../src/log/canonical'
import { logKey } from '../../src/store/keys'

/** Puts policies into the log of a folder registry, as somebody else's client would. */
export function applyPolicy(workspace: string, models: Record<string, ModelPolicy>, keys = {}): void {
  const registry = join(workspace, '.pedigree', 'registry')
  const last = readdirSync(join(registry, 'log')).sort().at(-1)!
  const bytes = readFileSync(join(registry, 'log', last))
  const { seq, at } = JSON.parse(bytes.toString()) as Commit
  const commit: Commit = {
    v: 1,
    seq: seq + 1,
    prev: sha256Hex(bytes),
    id: uuidv7(),
    at: new Date(Math.max(Date.now(), Date.parse(at) + 1)).toISOString(),
    actor: { name: 'Grace Hopper', email: 'grace@example.com' },
    client: 'pedigree/test',
    requires: ['policies'],
    events: [{ type: 'policy.applied', policy: { models, keys } }],
  }
  writeFileSync(join(registry, logKey(commit.seq)), canonicalBytes(commit), { flag: 'wx' })
}
