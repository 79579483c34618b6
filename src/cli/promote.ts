import { badUsage } from '../core/errors'
import { promoteVersion } from '../operations/promoteVersion'
import { stageText } from './stageText'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

interface Options extends Usual {
  reason?: string
  leaveEmpty?: boolean
  override?: boolean
  rollout?: number
}

export const promote: Subcommand = (program, answer) =>
  program
    .command('promote <ref> <stage>')
    .description('move a version to a stage')
    .option('--reason <text>', 'why')
    .option('--rollout <percent>', 'give it that share of the traffic; 100 promotes it, 0 ends it', readPercent)
    .option('--override', 'although the gate refuses it; needs a reason, and is marked for ever')
    .option('--leave-empty', 'even if that leaves an exclusive stage without a version')
    .action(async (reference: string, stage: string, options: Options) => {
      const { reason, leaveEmpty, override, rollout } = options
      const args = { reference, stage, reason, leaveEmpty, override, rollout }
      const json = await withRegistry(options, (ctx) => promoteVersion(ctx, args))
      answer({ json, text: stageText(json) })
    })

function readPercent(text: string): number {
  const percent = /^\d+(\.\d+)?%?$/.test(text) ? Number(text.replace('%', '')) : NaN
  if (!(percent <= 100)) throw badUsage(`"${text}" is no share of the traffic.`, 'Give 0 to 100, in percent.')
  return percent
}
