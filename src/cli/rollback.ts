import { Option } from 'commander'
import { rollbackCodes } from '../core/event'
import type { RollbackCode } from '../core/stages'
import { rollbackModel } from '../operations/rollbackModel'
import { stageText } from './stageText'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

interface Options extends Usual {
  stage?: string
  to?: string
  code: RollbackCode
  reason: string
}

export const rollback: Subcommand = (program, answer) =>
  program
    .command('rollback <model>')
    .description('bring back the version that held production before; stops future harm only')
    .option('--stage <stage>', 'another exclusive stage than the main one')
    .option('--to <ref>', 'an earlier holder, further back')
    .addOption(new Option('--code <code>', 'what kind of trouble it is').choices(rollbackCodes).makeOptionMandatory())
    .requiredOption('--reason <text>', 'what happened; it stays in the log')
    .action(async (model: string, options: Options) => {
      const { stage, to, code, reason } = options
      const json = await withRegistry(options, (ctx) => rollbackModel(ctx, { model, stage, to, code, reason }))
      answer({ json, text: stageText(json) })
    })
