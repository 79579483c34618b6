import { rebuildIndex } from '../operations/rebuildIndex'
import { type Subcommand, type Usual, withUnsynced } from './subcommand'
import { counted } from './text'

export const reindex: Subcommand = (program, answer) =>
  program
    .command('reindex')
    .description('make the index again from the log')
    .action(async (options: Usual) => {
      const json = await withUnsynced(options, rebuildIndex)
      answer({ json, text: `Indexed ${counted(json.commits, 'commit')}` })
    })
