import { showVersion } from '../operations/showVersion'
import { atOption, readPast } from './past'
import { showText } from './showText'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

export const show: Subcommand = (program, answer) =>
  program
    .command('show <ref>')
    .description('show everything known of a version: what made it, where it is, and why')
    .option(...atOption)
    .action(async (reference: string, { at: date, ...options }: Usual & { at?: string }) => {
      const at = date === undefined ? undefined : readPast(date)
      const json = await withRegistry(options, (ctx) => showVersion(ctx, reference, at))
      answer({ json, text: showText(json) })
    })
