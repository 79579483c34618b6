import { nameOf } from '../core/reference'
import { badUsage } from '../core/errors'
import { labelVersion } from '../operations/describe'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

export const label: Subcommand = (program, answer) =>
  program
    .command('label <ref> [label]')
    .description('give a version a name of its own')
    .option('--rm', 'take its label away')
    .action(async (reference: string, name: string | undefined, options: Usual & { rm?: boolean }) => {
      if ((name === undefined) !== (options.rm === true))
        throw badUsage('A label is given or removed, one of them.', 'For example: pedigree label churn@3 v1.4-rc1.')
      const json = await withRegistry(options, (ctx) => labelVersion(ctx, reference, name ?? null))
      answer({
        json,
        text: name ? `${nameOf(json)} is labelled ${name}` : `${nameOf(json)} has no label`,
      })
    })
