import { Argument } from 'commander'
import { nameOf } from '../core/reference'
import { checkVersion } from '../operations/checkVersion'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

interface Options extends Usual {
  url?: string
  note?: string
}

export const check: Subcommand = (program, answer) =>
  program
    .command('check')
    .description('record what a CI job, or anything else, found of a version')
    .argument('<ref>')
    .argument('<name>', 'such as integration-tests')
    .addArgument(new Argument('<result>').choices(['pass', 'fail']))
    .option('--url <url>', 'where the whole of it can be read')
    .option('--note <text>', 'in a few words')
    .action(async (reference: string, name: string, result: 'pass' | 'fail', options: Options) => {
      const { url, note } = options
      const json = await withRegistry(options, (ctx) =>
        checkVersion(ctx, { reference, check: name, result, url, note }),
      )
      answer({ json, text: `${nameOf(json)}: ${name} ${result}; it is in ${json.stage}` })
    })
