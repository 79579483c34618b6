import { listVersions } from '../operations/listVersions'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { versionTable } from './versionTable'

export const versions: Subcommand = (program, answer) =>
  program
    .command('versions <model>')
    .description("list a model's versions, newest first")
    .option('--filter <filter>', "such as: metrics.f1 > 0.9 AND stage = 'production'")
    .action(async (model: string, options: Usual & { filter?: string }) => {
      const json = await withRegistry(options, (ctx) => listVersions(ctx, { model, filter: options.filter }))
      answer({ json, text: versionTable(json) })
    })
