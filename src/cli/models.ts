import { listModels } from '../operations/listModels'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { table } from './text'

export const models: Subcommand = (program, answer) =>
  program
    .command('models')
    .description('list the models')
    .option('--filter <filter>', "those with a version such as: metrics.f1 > 0.9 AND tags.team = 'x'")
    .action(async (options: Usual & { filter?: string }) => {
      const json = await withRegistry(options, (ctx) => listModels(ctx, { filter: options.filter }))
      const rows = json.map(({ model, versions, stages, aliases, description }) => [
        model,
        versions,
        Object.entries(stages)
          .map(([stage, numbers]) => `${stage} ${numbers.map((number) => `v${number}`).join(' ')}`)
          .join(', '),
        Object.entries(aliases)
          .map(([name, number]) => `${name} v${number}`)
          .join(', '),
        description,
      ])
      const text = rows.length
        ? table(['MODEL', 'VERSIONS', 'STAGES', 'ALIASES', ''], rows)
        : 'No models yet. Add one: pedigree register MODEL PATH'
      answer({ json, text })
    })
