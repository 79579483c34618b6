import { listModels } from '../operations/listModels'
import { listVersions } from '../operations/listVersions'
import { pendingVersions } from '../operations/pendingVersions'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { versionTable } from './versionTable'

export const versions: Subcommand = (program, answer) =>
  program
    .command('versions <model>')
    .description("list a model's versions, newest first")
    .option('--filter <filter>', "such as: metrics.f1 > 0.9 AND stage = 'production'")
    .action(async (model: string, options: Usual & { filter?: string }) => {
      const json = await withRegistry(options, async (ctx) => {
        const waiting = options.filter ? [] : await pendingVersions(ctx, model)
        const isNew = waiting.length > 0 && (await listModels(ctx)).every((known) => known.model !== model)
        const landed = isNew ? [] : await listVersions(ctx, { model, filter: options.filter })
        return [
          ...waiting.map((row) => ({ ...row, pending: true })),
          ...landed.map((row) => ({ ...row, pending: false })),
        ]
      })
      answer({ json, text: versionTable(json) })
    })
