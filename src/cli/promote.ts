import { promoteVersion } from '../operations/promoteVersion'
import { stageText } from './stageText'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

interface Options extends Usual {
  reason?: string
  leaveEmpty?: boolean
}

export const promote: Subcommand = (program, answer) =>
  program
    .command('promote <ref> <stage>')
    .description('move a version to a stage')
    .option('--reason <text>', 'why')
    .option('--leave-empty', 'even if that leaves an exclusive stage without a version')
    .action(async (reference: string, stage: string, options: Options) => {
      const { reason, leaveEmpty } = options
      const json = await withRegistry(options, (ctx) => promoteVersion(ctx, { reference, stage, reason, leaveEmpty }))
      answer({ json, text: stageText(json) })
    })
