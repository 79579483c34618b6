import { badUsage } from '../core/errors'
import { traceLineage } from '../operations/traceLineage'
import { lineageText } from './lineageText'
import { atOption, readPast } from './past'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

export const lineage: Subcommand = (program, answer) =>
  program
    .command('lineage <ref>')
    .description('show what a version was made of, what was made of it, and where that is')
    .option('--depth <n>', 'how many steps away; all there is with 1000', '2')
    .option(...atOption)
    .action(async (reference: string, { at: date, depth, ...options }: Usual & { at?: string; depth: string }) => {
      const steps = readDepth(depth)
      const at = date === undefined ? undefined : readPast(date)
      const { change: _, ...json } = await withRegistry(options, (ctx) =>
        traceLineage(ctx, { reference, depth: steps, at }),
      )
      answer({ json, text: lineageText(json) })
    })

function readDepth(text: string): number {
  const depth = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (depth < 1 || depth > 1000)
    throw badUsage(`"${text}" is not a depth.`, 'It is a whole number from 1 to 1000, such as --depth 3.')
  return depth
}
