import { nameOf } from '../core/reference'
import { removeAlias } from '../operations/removeAlias'
import { setAlias } from '../operations/setAlias'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

export const alias: Subcommand = (program, answer) => {
  const command = program.command('alias').description('point a name at a version, or take it away')
  command
    .command('set <ref> <name>')
    .description('point an alias at a version')
    .action(async (reference: string, name: string, options: Usual) => {
      const json = await withRegistry(options, (ctx) => setAlias(ctx, { reference, alias: name }))
      answer({ json, text: `${json.model}@${name} is ${nameOf(json)}` })
    })
  command
    .command('rm <model> <name>')
    .description('take an alias away')
    .action(async (model: string, name: string, options: Usual) => {
      const json = await withRegistry(options, (ctx) => removeAlias(ctx, { model, alias: name }))
      answer({ json, text: `${model} has no alias ${name} any more` })
    })
  return command
}
