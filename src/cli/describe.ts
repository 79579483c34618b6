import { describe as say } from '../operations/describe'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

export const describe: Subcommand = (program, answer) =>
  program
    .command('describe <model|ref>')
    .description('say what a model or a version is')
    .requiredOption('--text <text>', 'the description')
    .action(async (subject: string, options: Usual & { text: string }) => {
      const json = await withRegistry(options, (ctx) => say(ctx, subject, { description: options.text }))
      answer({ json, text: `Described ${subject}` })
    })
