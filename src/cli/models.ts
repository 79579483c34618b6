import { listModels } from '../operations/listModels'
import { atOption, readPast } from './past'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { namesText, stagesText, table } from './text'

export const models: Subcommand = (program, answer) =>
  program
    .command('models')
    .description('list the models')
    .option('--filter <filter>', "those with a version such as: metrics.f1 > 0.9 AND tags.team = 'x'")
    .option(...atOption)
    .action(async ({ filter, at: date, ...options }: Usual & { filter?: string; at?: string }) => {
      const at = date === undefined ? undefined : readPast(date)
      const json = await withRegistry(options, (ctx) => listModels(ctx, { filter, at }))
      const rows = json.map(({ model, versions, stages, aliases, description }) => [
        model,
        versions,
        stagesText(stages),
        namesText(aliases),
        description,
      ])
      const none =
        at === undefined ? 'No models yet. Add one: pedigree register MODEL PATH' : 'There were no models yet.'
      answer({ json, text: rows.length ? table(['MODEL', 'VERSIONS', 'STAGES', 'ALIASES', ''], rows) : none })
    })
