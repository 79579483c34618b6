import { listLog, type LogItem } from '../operations/listLog'
import { readDate } from '../operations/readDate'
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

function detailsOf(item: LogItem): string {
  const { to, from, alias, label, stage, percent, check, result, environment, storageClass } = item
  const { code, reason, note, override, distrust, problem, card } = item
  return [
    typeof to === 'string' ? `${String(from)} → ${to}` : '',
    ...[alias, label, stage, check, result, environment, storageClass],
    percent === undefined ? '' : `${String(percent)}%`,
    typeof card === 'string' ? card.slice(0, 12) : '',
    override === true ? 'OVERRIDDEN' : '',
    ...[code, reason, note],
    distrust === undefined ? '' : `NOT TRUSTED, without effect: ${String(distrust)}`,
    problem,
  ]
    .filter((part) => typeof part === 'string' && part)
    .join('  ')
}
