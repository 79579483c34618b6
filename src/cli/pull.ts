import { Option } from 'commander'
import { type RestoreTier, restoreTiers } from '../core/storageClass'
import { pullFiles } from '../operations/pullFiles'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { counted, prettyBytes } from './text'

interface Options extends Usual {
  wait?: boolean
  tier?: RestoreTier
}

export const pull: Subcommand = (program, answer) =>
  program
    .command('pull <ref> <dir>')
    .description('fetch the files of a version, verified')
    .option('--wait', 'where files are archived, wait until they are restored')
    .addOption(new Option('--tier <tier>', 'how archived files are to be restored').choices(restoreTiers))
    .action(async (reference: string, dir: string, options: Options) => {
      const wait = options.wait ? { everyMs: 60_000 } : undefined
      const json = await withRegistry(options, (ctx) => pullFiles(ctx, { reference, dir, wait, tier: options.tier }))
      const { model, version, files, bytes } = json
      answer({
        json,
        text: `Pulled ${model}@${version} into ${json.dir}: ${counted(files.length, 'file')}, ${prettyBytes(bytes)}`,
      })
    })
