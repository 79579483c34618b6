import { rebuildIndex } from '../operations/rebuildIndex'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

export const reindex: Subcommand = (program, answer) =>
  program
    .command('reindex')
    .description('make the index again from the log')
    .action(async (options: Usual) => {
      const json = await withRegistry({ ...options, sync: false }, rebuildIndex)
      answer({ json, text: `Indexed ${json.commits} commits` })
    })
