import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Context } from '../operations/context'
import { firstDamaged, missingFeatures } from '../index/summary'
import { openContext } from '../operations/openContext'
import { read } from '../operations/read'
import { threadedHasher } from '../operations/threadedHasher'
import { progressBar } from './progressBar'
import { client } from './version'

/** What a command says: one JSON document for programs, text for people. */
export interface Answer {
  json: unknown
  text: string
  /** 3 when the answer says that it is pending, else 0, unless told otherwise. */
  exit?: number
}

/** Adds one command to the program. Its action ends by answering once. */
export type Subcommand = (program: Command, answer: (answer: Answer) => void) => Command

/** The options that every command has. */
export interface Usual {
  workspace?: string
  registry?: string
  json?: boolean
  quiet?: boolean
  sync: boolean
}

export function usual(command: Command): Command {
  for (const inner of command.commands) usual(inner)
  if (command.commands.length) return command
  return command
    .option('--workspace <dir>', 'the folder with pedigree.yaml, or one inside of it (default: here)')
    .option('--registry <url>', 'a registry to use without a workspace (default: $PEDIGREE_REGISTRY)')
    .option('--json', 'answer with one JSON document')
    .option('--quiet', 'say nothing unless something is wrong')
    .option('--no-sync', 'answer from the index as it is, without looking for news')
}

/** Opens the registry that the options name, brings the index up to date, and closes it whatever happens. */
export function withRegistry<T>(options: Usual, work: (ctx: Context) => Promise<T>): Promise<T> {
  return withUnsynced(options, async (ctx) => {
    // An index that was just made anew knows nothing: that is no state to answer from.
    if (options.sync || !(await read(ctx, () => ctx.index.head()))) await ctx.log.sync()
    await warn(ctx)
    return work(ctx)
  })
}

/** As withRegistry, with the index as it is. */
export async function withUnsynced<T>(options: Usual, work: (ctx: Context) => Promise<T>): Promise<T> {
  return interruptibly((signal) => withContext(options, signal, work))
}

/** Runs `work` with a signal that comes when the person wants it to end. */
export async function interruptibly<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  const interrupt = () => stop.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  try {
    return await work(stop.signal)
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

/** Where the search for a workspace starts, and the registry that is used instead of one, if any. */
export const placeIn = (options: Usual): { cwd: string; registry: string | undefined } => ({
  cwd: options.workspace ? resolve(options.workspace) : process.cwd(),
  registry: options.registry ?? (options.workspace ? undefined : process.env['PEDIGREE_REGISTRY'] || undefined),
})

async function withContext<T>(options: Usual, signal: AbortSignal, work: (ctx: Context) => Promise<T>): Promise<T> {
  const bar = progressBar(options.quiet === true)
  const ctx = await openContext({
    ...placeIn(options),
    client,
    files: threadedHasher(join(dirname(__filename), 'fileWorker.js')),
    onProgress: bar.show,
    onWarning: (message) => process.stderr.write(`${message}\n`),
    signal,
  })
  try {
    return await work({ ...ctx, cwd: process.cwd() })
  } finally {
    bar.end()
    await ctx.close()
  }
}

/** What is odd about a registry is said once per command, and stops nothing. */
async function warn(ctx: Context): Promise<void> {
  const { features, damaged } = await read(ctx, (db) => ({ features: missingFeatures(db), damaged: firstDamaged(db) }))
  if (features.length)
    ctx.onWarning(
      `The registry uses what this version does not know: ${features.join(', ')}. It can be read, not changed.`,
    )
  if (damaged) ctx.onWarning(`Commit ${damaged.seq} of the log is not as it should be. See: pedigree verify.`)
}

export const exitCodeOf = (json: unknown): number => ((json as { pending?: unknown } | null)?.pending === true ? 3 : 0)
