import { archiveVersion } from '../operations/archiveVersion'
import { stageText } from './stageText'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

interface Options extends Usual {
  reason: string
  leaveEmpty?: boolean
}

export const archive: Subcommand = (program, answer) =>
  program
    .command('archive <ref>')
    .description('take a version out of every stage; nothing is deleted')
    .requiredOption('--reason <text>', 'why')
    .option('--leave-empty', 'even if that leaves an exclusive stage without a version')
    .action(async (reference: string, options: Options) => {
      const { reason, leaveEmpty } = options
      const json = await withRegistry(options, (ctx) => archiveVersion(ctx, { reference, reason, leaveEmpty }))
      answer({ json, text: stageText(json) })
    })
