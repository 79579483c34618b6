import { gateVersion } from '../operations/gateVersion'
import { gateText } from './gateText'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

export const gate: Subcommand = (program, answer) =>
  program
    .command('gate <ref> <stage>')
    .description('ask the gate of a stage about a version, without moving it')
    .action(async (reference: string, stage: string, options: Usual) => {
      const json = await withRegistry(options, (ctx) => gateVersion(ctx, { reference, stage }))
      answer({ json, text: gateText(json), exit: json.passed ? 0 : 1 })
    })
