import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { policyDifferences } from '../core/policy/differences'
import type { Context } from './context'
import { policiesOf } from './policyOf'
import { policyFile } from './policyFile'
import { read } from './read'
import { configName, shownPath } from './workspace'

export interface ComparedPolicy {
  /** Between what is applied and what `pedigree.yaml` says; none where it has no policies. */
  differences: string[]
  /** Each with path, line and column. While there is one, nothing can be applied. */
  errors: string[]
  /** Where the first error is; null without one. */
  place: { line: number; column: number } | null
}

/** Whether the policies of `pedigree.yaml` are those in force; quick, and without advice. */
export async function comparePolicy(ctx: Context): Promise<ComparedPolicy> {
  const path = ctx.workspace === undefined ? undefined : join(ctx.workspace, configName)
  const text = path && (await readFile(path, 'utf8').catch(() => undefined))
  if (!path || text === undefined) return { differences: [], errors: [], place: null }
  const { document, problems } = policyFile(text)
  const wrong = problems.filter(({ severity }) => severity === 'error')
  const [first] = wrong
  const saysNothing = !document || !(Object.keys(document.models).length + Object.keys(document.keys).length)
  return {
    differences: saysNothing ? [] : await read(ctx, (db) => policyDifferences(policiesOf(db), document)),
    errors: wrong.map(({ line, column, message }) => `${shownPath(path)}:${line}:${column}: ${message}`),
    place: first ? { line: first.line, column: first.column } : null,
  }
}
