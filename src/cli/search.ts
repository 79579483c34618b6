import { badUsage } from '../core/errors'
import { listVersions } from '../operations/listVersions'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { versionTable } from './versionTable'

export const search: Subcommand = (program, answer) =>
  program
    .command('search <filter>')
    .description("find versions of all models: metrics.f1 > 0.9 AND tags.team = 'x'")
    .option('--limit <n>', 'at most so many, newest first')
    .action(async (filter: string, options: Usual & { limit?: string }) => {
      const limit = options.limit === undefined ? undefined : Number(options.limit)
      if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
        throw badUsage(`"${options.limit}" is not a number of versions.`)
      const json = await withRegistry(options, (ctx) => listVersions(ctx, { filter, limit }))
      answer({ json, text: versionTable(json) })
    })
