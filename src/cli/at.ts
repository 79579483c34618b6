import { stateAt } from '../operations/stateAt'
import { readDate } from '../operations/readDate'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { prettyTime, table } from './text'

export const at: Subcommand = (program, answer) =>
  program
    .command('at <date> [model]')
    .description('show stages and aliases as of a date; a day alone means its end')
    .action(async (date: string, model: string | undefined, options: Usual) => {
      const instant = readDate(date, 'end')
      const json = await withRegistry(options, (ctx) => stateAt(ctx, instant, model))
      const rows = json.map((state) => [
        state.model,
        Object.entries(state.stages)
          .filter(([stage]) => stage !== 'archived')
          .map(([stage, numbers]) => `${stage} ${numbers.map((number) => `v${number}`).join(' ')}`)
          .join(', '),
        Object.entries(state.aliases)
          .map(([name, number]) => `${name} v${number}`)
          .join(', '),
      ])
      const head = json[0] && `As of commit ${json[0].seq}, ${prettyTime(json[0].asOf)}`
      answer({
        json,
        text: head ? `${head}\n${table(['MODEL', 'STAGES', 'ALIASES'], rows)}` : 'There was no registry yet.',
      })
    })
