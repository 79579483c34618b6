import { nameOf } from '../core/reference'
import { approveVersion } from '../operations/approveVersion'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

interface Options extends Usual {
  note?: string
  withdraw?: boolean
}

export const approve: Subcommand = (program, answer) =>
  program
    .command('approve <ref> <stage>')
    .description('say that a version may enter a stage; nobody approves what they made')
    .option('--note <text>', 'why')
    .option('--withdraw', 'take an approval of your own back')
    .action(async (reference: string, stage: string, options: Options) => {
      const { note, withdraw } = options
      const json = await withRegistry(options, (ctx) => approveVersion(ctx, { reference, stage, note, withdraw }))
      answer({ json, text: `${nameOf(json)}: ${withdraw ? 'approval withdrawn' : 'approved'} for ${stage}` })
    })
