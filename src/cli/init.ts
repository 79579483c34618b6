import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { badUsage } from '../core/errors'
import { initRegistry } from '../operations/initRegistry'
import { actorIn } from '../operations/openContext'
import { type BucketOptions, bucketOptions, settingsIn } from './bucketOptions'
import { interruptibly, type Subcommand, type Usual } from './subcommand'
import { dim } from './text'
import { client } from './version'

export const init: Subcommand = (program, answer) =>
  bucketOptions(program.command('init').description('make a registry for this folder')).action(
    async (options: Usual & BucketOptions) => {
      const folder = resolve(options.workspace ?? '.')
      if (!existsSync(folder)) throw badUsage(`There is no folder ${folder}.`, 'Make it first.')
      const actor = await actorIn(folder, true)
      const isWatched = process.stderr.isTTY && !options.quiet
      const made = await interruptibly((signal) =>
        initRegistry({
          folder,
          registry: options.registry,
          s3: settingsIn(options),
          actor,
          client,
          onProbe: ({ probe, found }) => isWatched && process.stderr.write(dim(`${probe}: ${found}\n`)),
          signal,
        }),
      )
      const { workspace, registry, created, onlyCopy } = made
      const text = [
        `${created ? 'Made' : 'Joined'} the registry at ${registry}`,
        ...(onlyCopy
          ? [
              'It is the only copy: `git clean -x` would take it. To share it, name a folder that others can reach: pedigree init --registry DIR, or s3://BUCKET/PREFIX',
            ]
          : []),
        ...(options.createOnly === 'none'
          ? ['One process may write to it at a time: the store would not keep two apart.']
          : []),
        'Next: pedigree register MODEL PATH',
      ].join('\n')
      answer({ json: { workspace, registry, created }, text })
    },
  )
