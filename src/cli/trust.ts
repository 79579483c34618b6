import { badUsage } from '../core/errors'
import { destinationOf, distrust, isTrusted, trust as trustIt } from '../operations/trust'
import { findWorkspace } from '../operations/workspace'
import { whatItSays } from './askTrust'
import type { Subcommand, Usual } from './subcommand'
import { askYes, isInteractive } from './terminal'

export const trust: Subcommand = (program, answer) =>
  program
    .command('trust')
    .description('confirm the bucket that pedigree.yaml names, so that it gets your credentials and models')
    .option('--yes', 'without asking')
    .option('--revoke', 'take it back')
    .action(async (options: Usual & { yes?: boolean; revoke?: boolean }) => {
      const { address, config } = await findWorkspace(options.workspace ?? process.cwd())
      const destination = destinationOf(address, config.s3)
      if (!destination) throw badUsage(`The registry is a folder, ${address}.`, 'Only a bucket has to be confirmed.')
      if (options.revoke) distrust(destination)
      else if (!isTrusted(destination)) {
        if (!options.yes && !isInteractive())
          throw badUsage('There is nobody to ask.', 'Look at pedigree.yaml, and repeat it with --yes.')
        process.stderr.write(`${whatItSays(destination)}\n`)
        if (options.yes || (await askYes('Trust it from now on?'))) trustIt(destination)
      }
      const trusted = isTrusted(destination)
      answer({ json: { ...destination, trusted }, text: trusted ? 'It is trusted.' : 'It is not trusted.' })
    })
