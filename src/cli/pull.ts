import { pullFiles } from '../operations/pullFiles'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { counted, prettyBytes } from './text'

export const pull: Subcommand = (program, answer) =>
  program
    .command('pull <ref> <dir>')
    .description('fetch the files of a version, verified')
    .action(async (reference: string, dir: string, options: Usual) => {
      const json = await withRegistry(options, (ctx) => pullFiles(ctx, { reference, dir }))
      const { model, version, files, bytes } = json
      answer({
        json,
        text: `Pulled ${model}@${version} into ${json.dir}: ${counted(files.length, 'file')}, ${prettyBytes(bytes)}`,
      })
    })
