import { listLog, type LogItem } from '../operations/listLog'
import { readDate } from './readDate'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { prettyTime, table } from './text'

export const log: Subcommand = (program, answer) =>
  program
    .command('log [model]')
    .description('list what happened, by whom and why')
    .option('--since <date>', 'from this day or time on')
    .option('--until <date>', 'up to this day, with all of it, or time')
    .action(async (model: string | undefined, options: Usual & { since?: string; until?: string }) => {
      const since = options.since === undefined ? undefined : readDate(options.since, 'start')
      const until = options.until === undefined ? undefined : readDate(options.until, 'end')
      const json = await withRegistry(options, (ctx) => listLog(ctx, { model, since, until }))
      const rows = json.map((item) => [
        item.seq,
        prettyTime(item.at),
        item.actor.name,
        item.type,
        subjectOf(item),
        detailsOf(item),
      ])
      answer({ json, text: rows.length ? table(['SEQ', 'TIME', 'BY', 'EVENT', '', ''], rows) : 'Nothing happened.' })
    })

const subjectOf = ({ model, version }: LogItem): string =>
  model ? `${model}${version === null ? '' : `@${version}`}` : ''

function detailsOf({ to, from, alias, label, code, reason, problem }: LogItem): string {
  const moved = typeof to === 'string' ? `${String(from)} → ${to}` : ''
  return [moved, alias, label, code, reason, problem].filter((part) => typeof part === 'string' && part).join('  ')
}
