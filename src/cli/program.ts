import { Command, CommanderError } from 'commander'
import { codes, RegistryError } from '../core/registryError'
import { systemRefusal } from '../operations/systemRefusal'
import { alias } from './alias'
import { approve } from './approve'
import { archive } from './archive'
import { at } from './at'
import { card } from './card'
import { check } from './check'
import { clone } from './clone'
import { deployed } from './deployed'
import { describe } from './describe'
import { diff } from './diff'
import { doctor } from './doctor'
import { evaluate } from './evaluate'
import { gate } from './gate'
import { init } from './init'
import { label } from './label'
import { lineage } from './lineage'
import { log } from './log'
import { models } from './models'
import { pending } from './pending'
import { policy } from './policy'
import { promote } from './promote'
import { pull } from './pull'
import { push } from './push'
import { register } from './register'
import { reindex } from './reindex'
import { resolve } from './resolve'
import { retention } from './retention'
import { rollback } from './rollback'
import { search } from './search'
import { show } from './show'
import { status } from './status'
import { type Answer, exitCodeOf, type Subcommand, usual } from './subcommand'
import { sync } from './sync'
import { tag } from './tag'
import { timeline } from './timeline'
import { trust } from './trust'
import { verify } from './verify'
import { version } from './version'
import { versions } from './versions'

/** In the order in which `--help` lists them: what a day with models is made of, then looking, then upkeep. */
const subcommands: Subcommand[] = [
  init,
  clone,
  register,
  evaluate,
  check,
  approve,
  gate,
  promote,
  rollback,
  archive,
  deployed,
  alias,
  policy,
  card,
  describe,
  sync,
  tag,
  label,
  models,
  versions,
  search,
  show,
  at,
  log,
  timeline,
  diff,
  lineage,
  resolve,
  pull,
  push,
  retention,
  trust,
  verify,
  doctor,
  status,
  pending,
  reindex,
]

/** Runs one command line; answers the exit code: 0 done, 1 refused, 2 wrong usage, 3 done but pending, 70 a bug. */
export async function program(argv: readonly string[]): Promise<number> {
  const asJson = argv.includes('--json')
  const quiet = argv.includes('--quiet')
  let exitCode = 0
  const answer = ({ json, text, exit = exitCodeOf(json) }: Answer) => {
    if (asJson) process.stdout.write(`${JSON.stringify(json, undefined, 2)}\n`)
    else if (!quiet && text) process.stdout.write(`${text}\n`)
    if (exit === 3) process.stderr.write('It is pending: not in the registry yet. See: pedigree pending.\n')
    exitCode = exit
  }

  const root = new Command('pedigree')
    .description('A model registry in your own storage.')
    .version(version, '-V, --version')
    .helpOption('-h, --help')
    .exitOverride()
    .configureOutput({ writeErr: (text) => asJson || process.stderr.write(text) })
    .showHelpAfterError('See: pedigree --help, or pedigree <command> --help.')
  for (const define of subcommands) usual(define(root, answer))

  try {
    await root.parseAsync(argv)
    return exitCode
  } catch (error) {
    return failed(error, asJson)
  }
}

/** The one place where a failed command meets a person or a program. */
function failed(error: unknown, asJson: boolean): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    if (asJson)
      say({ code: 'bad-usage', message: error.message.replace(/^error: /, ''), hint: 'See: pedigree --help.' })
    return 2
  }
  const refusal = error instanceof RegistryError ? error : systemRefusal(error)
  if (refusal) {
    const { code, message, hint, details } = refusal
    if (asJson) say({ code, message, hint }, details)
    else process.stderr.write(`${message}${hint ? `${message.includes('\n') ? '\n' : ' '}${hint}` : ''}\n`)
    return codes[code] === 'wrong' ? 2 : 1
  }
  if ((error as { code?: string }).code === 'EPIPE') return 0
  if (asJson) say({ code: 'bug', message: 'Something went wrong inside Pedigree.', hint: String(error) })
  process.stderr.write(
    `Something went wrong inside Pedigree. Please report this:\n${(error as Error).stack ?? String(error)}\n`,
  )
  return 70
}

function say(error: { code: string; message: string; hint: string }, details: Record<string, unknown> = {}): void {
  process.stdout.write(`${JSON.stringify({ error, ...details }, undefined, 2)}\n`)
}
