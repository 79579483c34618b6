import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '../../src/core/event'
import { sha256Hex } from '../../src/log/canonical'
import { logKey } from '../../src/store/keys'
import { ada, aCommit, uuid } from '../samples'
import { canonicalBytes } from '../../src/log/canonical'

/** Writes a commit into the log of a folder registry by hand, past everything that would have refused it. */
export function appendCommit(workspace: string, events: readonly Event[], actor = ada): void {
  const registry = join(workspace, '.pedigree', 'registry')
  const seq = readdirSync(join(registry, 'log')).filter((name) => name.endsWith('.json')).length
  const prev = sha256Hex(readFileSync(join(registry, logKey(seq - 1))))
  const at = new Date().toISOString()
  const commit = aCommit(seq, events, { at, actor, prev, id: uuid(`by hand ${seq}`) })
  writeFileSync(join(registry, logKey(seq)), canonicalBytes(commit))
}
