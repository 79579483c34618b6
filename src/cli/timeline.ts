import type { Bar } from '../core/timeline/bars'
import { traceTimeline } from '../operations/traceTimeline'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { prettyTime, table } from './text'

export const timeline: Subcommand = (program, answer) =>
  program
    .command('timeline <model>')
    .description('list which version held which stage, alias, rollout and environment from when to when')
    .action(async (model: string, options: Usual) => {
      const json = await withRegistry(options, (ctx) => traceTimeline(ctx, { model }))
      const rows = json.bars.map((bar) => [
        bar.lane,
        bar.name,
        `v${bar.version}${bar.percent === undefined ? '' : ` ${bar.percent}%`}`,
        prettyTime(bar.from),
        bar.to === null ? 'now' : prettyTime(bar.to),
        bar.by,
        whyOf(bar),
      ])
      const head = ['', '', 'VERSION', 'FROM', 'UNTIL', 'BY', '']
      answer({ json, text: rows.length ? table(head, rows) : `No version of ${model} was in a stage yet.` })
    })

const whyOf = ({ lane, expected, kind, code, reason, override }: Bar): string =>
  [
    lane === 'drift' ? `should run ${expected ? `v${expected}` : 'nothing'}` : '',
    ...[kind, override ? 'OVERRIDDEN' : '', code, reason],
  ]
    .filter(Boolean)
    .join('  ')
