import { dropPending, listPending, retryPending } from '../operations/pending'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { prettyTime, table } from './text'

export const pending: Subcommand = (program, answer) => {
  const command = program
    .command('pending')
    .description('list what is not in the registry yet, try it again or give it up')
  command
    .command('list', { isDefault: true })
    .description('list it')
    .action(async (options: Usual) => {
      const json = await withRegistry(options, async (ctx) => listPending(ctx))
      const rows = json.map(({ id, createdAt, operation, model, version, target, state, refusal }) => [
        id,
        prettyTime(createdAt),
        [operation, target].filter(Boolean).join(' '),
        [model, version?.slice(0, 12)].filter(Boolean).join('@'),
        state,
        refusal?.message ?? '',
      ])
      answer({
        json,
        text: rows.length ? table(['ID', 'SINCE', 'WHAT', 'MODEL', 'STATE', ''], rows) : 'Nothing is pending.',
      })
    })
  command
    .command('retry <id>')
    .description('decide it again on the state as it is now')
    .action(async (id: string, options: Usual) => {
      const outcome = await withRegistry(options, (ctx) => retryPending(ctx, id))
      answer({ json: { ...outcome, pending: outcome.state === 'pending' }, text: said[outcome.state] })
    })
  command
    .command('drop <id>')
    .description('give it up')
    .action(async (id: string, options: Usual) => {
      const outcome = await withRegistry(options, (ctx) => dropPending(ctx, id))
      answer({ json: outcome, text: said[outcome.state] })
    })
  return command
}

const said = {
  landed: 'It is in the registry.',
  unneeded: 'Nothing had to be done: it is so already.',
  pending: 'It is still pending.',
  dropped: 'It was given up.',
}
