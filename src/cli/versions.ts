import { listModels } from '../operations/listModels'
import { listVersions } from '../operations/listVersions'
import { pendingVersions } from '../operations/pendingVersions'
import { atOption, readPast } from './past'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { versionTable } from './versionTable'

export const versions: Subcommand = (program, answer) =>
  program
    .command('versions <model>')
    .description("list a model's versions, newest first")
    .option('--filter <filter>', "such as: metrics.f1 > 0.9 AND stage = 'production'")
    .option(...atOption)
    .action(async (model: string, { filter, at: date, ...options }: Usual & { filter?: string; at?: string }) => {
      const at = date === undefined ? undefined : readPast(date)
      const json = await withRegistry(options, async (ctx) => {
        const waiting = filter || at ? [] : await pendingVersions(ctx, model)
        const isNew = waiting.length > 0 && (await listModels(ctx)).every((known) => known.model !== model)
        const landed = isNew ? [] : await listVersions(ctx, { model, filter, at })
        return [
          ...waiting.map((row) => ({ ...row, pending: true })),
          ...landed.map((row) => ({ ...row, pending: false })),
        ]
      })
      answer({ json, text: versionTable(json) })
    })
