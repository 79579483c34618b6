import { badUsage } from '../core/errors'
import { describe } from '../operations/describe'
import { many } from './list'
import { readTags } from './readPairs'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

export const tag: Subcommand = (program, answer) =>
  program
    .command('tag <model|ref> [name=value...]')
    .description('set tags of a model or a version, or remove them')
    .option('--rm <name>', 'a tag to remove (may be repeated)', many)
    .action(async (subject: string, pairs: string[], options: Usual & { rm?: string[] }) => {
      const removed = Object.fromEntries((options.rm ?? []).map((name) => [name, null]))
      const tags = { ...readTags(pairs), ...removed }
      if (!Object.keys(tags).length) throw badUsage('There is no tag to set.', 'Give name=value, or --rm name.')
      const json = await withRegistry(options, (ctx) => describe(ctx, subject, { tags }))
      answer({
        json,
        text: `Tagged ${subject}: ${Object.entries(json.tags)
          .map(([name, value]) => `${name}=${value}`)
          .join(' ')}`,
      })
    })
