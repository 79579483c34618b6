import { stateAt } from '../operations/stateAt'
import { basisText, readPast } from './past'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { namesText, rolloutText, stagesText, table } from './text'

export const at: Subcommand = (program, answer) =>
  program
    .command('at <date> [model]')
    .description('show stages, aliases and rollouts as of a date; a day alone means its end')
    .action(async (date: string, model: string | undefined, options: Usual) => {
      const instant = readPast(date)
      const json = await withRegistry(options, (ctx) => stateAt(ctx, instant, model))
      const rows = json.map(({ model, stages, aliases, rollouts }) => [
        model,
        stagesText(Object.fromEntries(Object.entries(stages).filter(([stage]) => stage !== 'archived'))),
        namesText(aliases),
        rolloutText(rollouts),
      ])
      const [first] = json
      const head = first && basisText({ ...first, at: first.asOf })
      answer({
        json,
        text: head
          ? `${head}\n${table(['MODEL', 'STAGES', 'ALIASES', 'ROLLOUTS'], rows)}`
          : 'There were no models yet.',
      })
    })
