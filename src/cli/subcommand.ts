import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Context } from '../operations/context'
import { firstDamaged, missingFeatures } from '../index/summary'
import { isOutOfReach } from '../operations/findRegistry'
import { type OpenContext, openContext } from '../operations/openContext'
import { read } from '../operations/read'
import { syncRegistry } from '../operations/syncRegistry'
import { threadedHasher } from '../operations/threadedHasher'
import { askTrust } from './askTrust'
import { progressBar } from './progressBar'
import { isInteractive } from './terminal'
import { prettyTime } from './text'
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
  allowPending?: boolean
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
    .option('--allow-pending', 'without a connection, keep changes on this machine until there is one')
}

/** Opens the registry that the options name, brings the index up to date, and closes it whatever happens. */
export function withRegistry<T>(options: Usual, work: (ctx: Context) => Promise<T>): Promise<T> {
  return withUnsynced(options, async (ctx) => {
    // An index that was just made anew knows nothing: that is no state to answer from.
    if (options.sync || !(await read(ctx, () => ctx.index.head()))) await catchUp(ctx)
    await warn(ctx)
    return work(ctx)
  })
}

/** As withRegistry, with the index as it is. */
export function withUnsynced<T>(options: Usual, work: (ctx: Context) => Promise<T>): Promise<T> {
  return withTerminal(options, async (terminal) => {
    const ctx = await openContext({ ...terminal, ...placeIn(options) })
    try {
      const done = await work({ ...ctx, cwd: process.cwd() })
      // Nobody waits for it: the answer is given meanwhile.
      void ctx.log.pack(packsPerCommand)
      return done
    } finally {
      await ctx.close()
    }
  })
}

/** Where the search for a workspace starts, and the registry that is used instead of one, if any. */
export const placeIn = (options: Usual): { cwd: string; registry: string | undefined } => ({
  cwd: options.workspace ? resolve(options.workspace) : process.cwd(),
  registry: options.registry ?? (options.workspace ? undefined : process.env['PEDIGREE_REGISTRY'] || undefined),
})

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

/** Shows how far something long is, and stops it when it is interrupted. */
export function withTerminal<T>(
  { quiet = false, allowPending = isInteractive() }: Pick<Usual, 'quiet' | 'allowPending'>,
  work: (terminal: Omit<OpenContext, 'cwd'>) => Promise<T>,
): Promise<T> {
  const bar = progressBar(quiet)
  return interruptibly((signal) =>
    work({
      client,
      files: threadedHasher(join(dirname(__filename), 'fileWorker.js')),
      allowPending,
      mayAsk: isInteractive(),
      confirm: askTrust,
      onProgress: bar.show,
      onWarning: (message) => process.stderr.write(`${message}\n`),
      signal,
    }),
  ).finally(bar.end)
}

/** Where somebody looks, or said that changes may wait, what is known has to do without a connection. */
async function catchUp(ctx: Context): Promise<void> {
  try {
    const problem = ctx.unreachable()
    if (problem) throw problem
    await syncRegistry(ctx)
  } catch (error) {
    const isKnown = (await read(ctx, () => ctx.index.head())) !== undefined
    if (!isOutOfReach(error) || !ctx.allowPending || !isKnown) throw error
    const last = ctx.log.lastSync()
    ctx.onWarning(`${error.message} ${last ? `What is known is of ${prettyTime(last)}.` : ''}`.trim())
  }
}

/** A process ends only after what it has begun to pack. */
const packsPerCommand = 4

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
