import { resolveVersion } from '../operations/resolveVersion'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

export const resolve: Subcommand = (program, answer) =>
  program
    .command('resolve <ref>')
    .description('say which version a reference means now, and where its files are')
    .action(async (reference: string, options: Usual) => {
      const json = await withRegistry(options, (ctx) => resolveVersion(ctx, reference))
      const files = json.files.map(({ path, uri }) => `${path}\t${uri}`)
      answer({ json, text: [`${json.model}@${json.version}\t${json.id}`, ...files].join('\n') })
    })
