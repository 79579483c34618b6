import { nameOf } from '../core/reference'
import { reportDeployment } from '../operations/reportDeployment'
import { type Subcommand, type Usual, withRegistry } from './subcommand'

interface Options extends Usual {
  env: string
  stage?: string
}

export const deployed: Subcommand = (program, answer) =>
  program
    .command('deployed <ref>')
    .description('record what a serving environment really runs')
    .requiredOption('--env <name>', 'such as prod-eu')
    .option('--stage <stage>', 'whose version it should be running (default: the main stage)')
    .action(async (reference: string, options: Options) => {
      const { env: environment, stage } = options
      const json = await withRegistry(options, (ctx) => reportDeployment(ctx, { reference, environment, stage }))
      answer({ json, text: `${environment} runs ${nameOf(json)}` })
    })
