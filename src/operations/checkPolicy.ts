import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { noSuchPath } from '../core/errors'
import { policyDifferences } from '../core/policy/differences'
import type { PolicyDocument } from '../core/policy/policyDocument'
import { noPolicyFile } from '../core/policyErrors'
import { hashOf } from '../log/canonical'
import type { Context } from './context'
import { type FileProblem, policyFile } from './policyFile'
import { policiesOf } from './policyOf'
import { policyWarnings } from './policyWarnings'
import { read, readAhead } from './read'
import { configName, shownPath } from './workspace'

export interface PolicyCheck {
  ok: boolean
  /** Each with path, line and column. */
  errors: string[]
  warnings: string[]
  /** Between what is applied and what is written; none when there is an error. */
  differences: string[]
}

/** The policies that somebody means to apply, beside those that are. */
export interface Weighed extends PolicyCheck {
  /** Without an error. */
  document: PolicyDocument | undefined
  /** The hash of the policies in force. */
  seen: string
}

/** What is wrong with the policies of a file, what is odd given the registry, and what applying them would change. */
export async function checkPolicy(ctx: Context, { file }: { file?: string | undefined } = {}): Promise<PolicyCheck> {
  const { ok, errors, warnings, differences } = await weighPolicy(ctx, file)
  return { ok, errors, warnings, differences }
}

/** What is odd, given the registry, about policies that somebody is writing; nothing while they have an error. */
export async function policyOddities(ctx: Context, { text }: { text: string }): Promise<FileProblem[]> {
  const { document, locate } = policyFile(text)
  if (!document) return []
  const at = new Date(ctx.now()).toISOString()
  return read(ctx, (db) =>
    locate(policyWarnings(db, { written: document, applied: policiesOf(db), at, blob: ctx.log.blobs.get })),
  )
}

export async function weighPolicy(ctx: Context, file: string | undefined): Promise<Weighed> {
  const path = pathOf(ctx, file)
  const { document, problems, locate } = policyFile(await textOf(path))
  const at = new Date(ctx.now()).toISOString()
  return readAhead(ctx, (db) => {
    const applied = policiesOf(db)
    const odd = document ? locate(policyWarnings(db, { written: document, applied, at, blob: ctx.log.blobs.get })) : []
    const told = (severity: FileProblem['severity']) =>
      [...problems, ...odd]
        .filter((problem) => problem.severity === severity)
        .map(({ line, column, message }) => `${shownPath(path)}:${line}:${column}: ${message}`)
    return {
      ok: document !== undefined,
      errors: told('error'),
      warnings: told('warning'),
      differences: document ? policyDifferences(applied, document) : [],
      document,
      seen: hashOf(applied),
    }
  })
}

function pathOf({ cwd, workspace }: Context, file: string | undefined): string {
  if (file !== undefined) return resolve(cwd, file)
  if (workspace === undefined) throw noPolicyFile()
  return join(workspace, configName)
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw noSuchPath(shownPath(path))
    throw error
  }
}
