import { verifyRegistry } from '../operations/verifyRegistry'
import { type Subcommand, type Usual, withUnsynced } from './subcommand'
import { counted, prettyBytes } from './text'

interface Options extends Usual {
  files?: boolean
  repair?: boolean
}

export const verify: Subcommand = (program, answer) =>
  program
    .command('verify')
    .description('check the whole log, and that every file is there')
    .option('--files', 'also read every file and compare it with its hash')
    .option('--repair', 'rewrite damaged files from copies on this machine')
    .action(async ({ files, repair, ...options }: Options) => {
      // The log is read from its beginning here; news would only stop at the first thing that is wrong.
      const json = await withUnsynced(options, (ctx) => verifyRegistry(ctx, { files, repair }))
      const found = `${counted(json.commits, 'commit')}, ${counted(json.versions, 'version')}, ${counted(json.blobs, 'file')} (${prettyBytes(json.bytes)})`
      const problems = json.problems.map(({ message, repaired }) => `${repaired ? 'Repaired: ' : ''}${message}`)
      answer({
        json,
        text: [...problems, `${json.ok ? 'All is well' : 'Not all is well'}: ${found}`].join('\n'),
        exit: json.ok ? 0 : 1,
      })
    })
