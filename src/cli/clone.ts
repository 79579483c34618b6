import { relative } from 'node:path'
import { badUsage } from '../core/errors'
import { cloneRegistry } from '../operations/cloneRegistry'
import { type BucketOptions, bucketOptions, settingsIn } from './bucketOptions'
import { type Subcommand, type Usual, withTerminal } from './subcommand'
import { counted } from './text'

export const clone: Subcommand = (program, answer) =>
  bucketOptions(program.command('clone <url> [dir]'))
    .description('make a workspace for a registry that is there; the folder is called as the last part of the URL')
    .action(async (url: string, dir: string | undefined, options: Usual & BucketOptions) => {
      if (options.workspace !== undefined || options.registry !== undefined)
        throw badUsage('A clone is named by its URL and its folder alone.', 'Write: pedigree clone URL [DIR].')
      const json = await withTerminal(options, (terminal) =>
        cloneRegistry({ url, dir, s3: settingsIn(options) }, { ...terminal, cwd: process.cwd() }),
      )
      const { workspace, registry, models, versions } = json
      const place = relative(process.cwd(), workspace)
      answer({
        json,
        text: [
          `Cloned ${registry} into ${place || 'this folder'}: ${counted(models, 'model')}, ${counted(versions, 'version')}`,
          'Files are fetched when they are asked for.',
          `Next: ${place ? `cd ${place}; ` : ''}${models ? 'pedigree models, or pedigree pull MODEL@champion DIR' : 'pedigree register MODEL PATH'}`,
        ].join('\n'),
      })
    })
