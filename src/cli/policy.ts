import { stringify } from 'yaml'
import { applyPolicy } from '../operations/applyPolicy'
import { checkPolicy } from '../operations/checkPolicy'
import { configSchema } from '../operations/configSchema'
import { showPolicies, showPolicy, type ShownPolicy } from '../operations/showPolicy'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { counted, dim, prettyTime } from './text'

interface FromFile extends Usual {
  file?: string
}

export const policy: Subcommand = (program, answer) => {
  const command = program.command('policy').description('see, check and apply the policies of models')
  command
    .command('show [model]')
    .description('the policies in force, or what counts for a model')
    .action(async (model: string | undefined, options: Usual) => {
      if (model === undefined) {
        const json = await withRegistry(options, showPolicies)
        return answer({ json, text: `${told(json.applied)}\n${stringify(json.policies).trimEnd()}` })
      }
      const json = await withRegistry(options, (ctx) => showPolicy(ctx, { model }))
      const whose =
        json.glob === null ? 'No policy is applied for it; this is the default.' : `Applied for ${json.glob}.`
      answer({ json, text: [whose, told(json.applied), stringify(json.policy).trimEnd()].join('\n') })
    })
  command
    .command('check')
    .description('say what is wrong with pedigree.yaml, and what applying it would change')
    .option('--file <file>', 'another file than the pedigree.yaml of the workspace')
    .action(async ({ file, ...options }: FromFile) => {
      const json = await withRegistry(options, (ctx) => checkPolicy(ctx, { file }))
      const { ok, errors, warnings, differences } = json
      const same = 'The policies are applied as they are written.'
      const verdict = ok
        ? differences.length
          ? `${counted(differences.length, 'difference')} to what is applied. See: pedigree policy apply.`
          : same
        : `${counted(errors.length, 'error')}; nothing can be applied.`
      const lines = [...errors, ...warnings.map(asWarning), ...differences, verdict]
      answer({ json, text: lines.join('\n'), exit: ok ? 0 : 1 })
    })
  command
    .command('apply')
    .description('put the policies of pedigree.yaml into the log, so that they count for everybody')
    .option('--reason <text>', 'why; it stays in the log')
    .option('--dry-run', 'only say what would change')
    .option('--file <file>', 'another file than the pedigree.yaml of the workspace')
    .action(async ({ file, reason, dryRun, ...options }: FromFile & { reason?: string; dryRun?: boolean }) => {
      const json = await withRegistry(options, (ctx) => applyPolicy(ctx, { file, reason, dryRun }))
      const done = json.applied
        ? `Applied ${counted(json.differences.length, 'difference')}.`
        : json.differences.length
          ? `${counted(json.differences.length, 'difference')} would be applied.`
          : 'Nothing differs from what is applied.'
      answer({ json, text: [...json.warnings.map(asWarning), ...json.differences, done].join('\n') })
    })
  command
    .command('schema')
    .description('print the JSON Schema of pedigree.yaml')
    .action(() => {
      const json = configSchema()
      answer({ json, text: JSON.stringify(json, undefined, 2) })
    })
  return command
}

const asWarning = (line: string) => `${line} ${dim('(warning)')}`

function told(applied: ShownPolicy['applied']): string {
  if (!applied) return 'No policies are applied.'
  const { at, by, reason } = applied
  return dim(`Applied by ${by.name} on ${prettyTime(at)}${reason ? `: ${reason}` : ''}.`)
}
