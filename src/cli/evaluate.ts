import { nameOf } from '../core/reference'
import { readDataset } from '../operations/datasets'
import { evaluateVersion } from '../operations/evaluateVersion'
import { readMetricsFile } from '../operations/readDocuments'
import { many } from './list'
import { readMetric } from './readPairs'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

interface Options extends Usual {
  metric?: string[]
  metrics?: string
  data?: string
  run?: string
}

export const evaluate: Subcommand = (program, answer) =>
  program
    .command('evaluate <ref>')
    .description('add metrics that were measured later')
    .option('--metric <name[/slice]=value>', 'a metric (may be repeated)', many)
    .option('--metrics <file>', 'metrics, as JSON or YAML')
    .option('--data <ref>', 'what they were measured on: a file, or an address')
    .option('--run <id>', 'the run that measured them')
    .action(async (reference: string, options: Options) => {
      const changed = await withRegistry(options, async (ctx) =>
        evaluateVersion(ctx, {
          reference,
          metrics: [
            ...(options.metrics ? await readMetricsFile(options.metrics) : []),
            ...(options.metric ?? []).map(readMetric),
          ],
          data: options.data ? await readDataset(ctx, options.data) : undefined,
          run: options.run,
        }),
      )
      answer({ json: changed, text: `Recorded for ${nameOf(changed)}` })
    })
