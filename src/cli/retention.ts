import { applyRetention } from '../operations/applyRetention'
import { type Plan, planRetention } from '../operations/retentionPlan'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { counted, prettyBytes, table } from './text'

export const retention: Subcommand = (program, answer) => {
  const command = program.command('retention').description('move the files of old versions to colder storage')
  command
    .command('plan')
    .description('show what would move, and why the rest stays')
    .action(async (options: Usual) => {
      const json = await withRegistry(options, planRetention)
      answer({ json, text: planText(json) })
    })
  command
    .command('apply')
    .description('move it; nothing is deleted')
    .action(async (options: Usual) => {
      const json = await withRegistry(options, applyRetention)
      const { moved, restored, skipped } = json
      const text = [
        `${counted(moved.blobs, 'file')} moved (${prettyBytes(moved.bytes)})`,
        ...restored.map(({ model, version }) => `${model}@${version} is back in the usual class`),
        ...skipped,
      ].join('\n')
      answer({ json, text, exit: skipped.length ? 1 : 0 })
    })
  return command
}

function planText({ versions, blobs, bytes }: Plan): string {
  if (!versions.length) return 'No policy says anything of retention.'
  const rows = versions.map(({ model, version, storageClass, to, kept }) => [
    `${model}@${version}`,
    storageClass ?? 'usual',
    to ?? 'stays',
    kept.join(', '),
  ])
  return [
    table(['version', 'storage', 'goes to', 'because it'], rows),
    `${counted(blobs.length, 'file')} would move (${prettyBytes(bytes)}).`,
  ].join('\n')
}
