import { syncRegistry } from '../operations/syncRegistry'
import { type Subcommand, type Usual, withUnsynced } from './subcommand'
import { counted } from './text'

export const sync: Subcommand = (program, answer) =>
  program
    .command('sync')
    .description('read what is new, and write what waits')
    .action(async (options: Usual) => {
      const json = await withUnsynced(options, syncRegistry)
      const { applied, settled, pending, conflicts } = json
      const text = [
        `${counted(applied, 'new commit')}.`,
        ...(settled ? [`${counted(settled, 'change')} that had waited.`] : []),
        ...(pending ? [`${counted(pending, 'change')} still pending.`] : []),
        ...(conflicts ? [`${counted(conflicts, 'conflict')}; see: pedigree pending.`] : []),
      ].join(' ')
      answer({ json, text })
    })
