import { commands, Disposable, l10n, Uri, window, workspace } from 'vscode'
import { untrusted } from '../../core/errors'
import { type Refusal, refusalOf } from '../../core/refusal'
import { RegistryError } from '../../core/registryError'
import type { App } from '../app'
import { EngineStopped } from '../engine'
import { tell } from '../tell'
import type { Node } from '../tree/nodes'
import { Refused } from './remedies'
import { sentenceOf } from './sentence'

/** How a command was called: from a row (or several), from files of the explorer, or by a program with values. */
export interface Call {
  node: Node | undefined
  /** All selected rows, `node` among them. */
  nodes: Node[]
  uris: Uri[]
  args: Record<string, unknown>
  /** Told of a refusal, where whoever called says it to the person. */
  refused?: (refusal: Refusal) => void
}

/** Finds what it needs, calls one operation, answers what that answers; undefined when the person gave up. */
export type Command = (app: App, call: Call) => Promise<unknown>

/** Registers commands by id. Those that change something are refused where the workspace is not trusted. */
export function register(
  app: App,
  { reading, writing }: Record<'reading' | 'writing', Record<string, Command>>,
): Disposable {
  const one = (id: string, run: Command) =>
    commands.registerCommand(id, (first?: unknown, second?: unknown) => {
      const call = callOf(first, second)
      return told(app, () => run(app, call), call.refused)
    })
  return Disposable.from(
    ...Object.entries(reading).map(([id, run]) => one(id, run)),
    ...Object.entries(writing).map(([id, run]) =>
      one(id, async (...call) => {
        if (!workspace.isTrusted) throw untrusted(l10n.t('This'))
        return run(...call)
      }),
    ),
  )
}

/** The one place where a failed command meets a person. */
async function told(app: App, run: () => Promise<unknown>, refused?: Call['refused']): Promise<unknown> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof EngineStopped) return undefined
    if (error instanceof RegistryError && error.code === 'cancelled') {
      window.setStatusBarMessage(error.message, 5000)
      return undefined
    }
    const { refusal, remedies } = error instanceof Refused ? error : { refusal: error, remedies: [] }
    const isRefusal = refusal instanceof RegistryError
    if (!isRefusal) app.log.error(refusal as Error)
    else app.log.info(`${refusal.code}: ${refusal.message}`)
    const said = isRefusal ? sentenceOf(refusal) : l10n.t('Something went wrong; the log says what.')
    if (isRefusal) refused?.(refusalOf(refusal))
    // What a page cannot offer is offered here.
    if (isRefusal && refused && (!remedies.length || refusal.code === 'gate-failed')) return undefined
    void tell(app.log, said, 'error', remedies).then((chosen) => chosen && told(app, chosen.act))
    return undefined
  }
}

function callOf(first: unknown, second: unknown): Call {
  const none = { node: undefined, nodes: [], uris: [], args: {} }
  if (first instanceof Uri)
    return { ...none, uris: Array.isArray(second) && second.length ? (second as Uri[]) : [first] }
  if (typeof first !== 'object' || first === null) return none
  if (!('kind' in first)) {
    const { refused, ...args } = first as Record<string, unknown>
    return { ...none, args, ...(typeof refused === 'function' ? { refused: refused as Call['refused'] } : {}) }
  }
  return { ...none, node: first as Node, nodes: Array.isArray(second) ? (second as Node[]) : [first as Node] }
}
