import { spawn } from 'node:child_process'

/** What a person does in a terminal. Each command is shown with its answer, and throws unless it exits as foreseen. */
export interface Terminal {
  say(text: string): void
  run(program: 'git' | 'pedigree', words: readonly string[], exit?: number): Promise<string>
}

export function terminal(folder: string, commandLine: string, print: (text: string) => void): Terminal {
  return {
    say: (text) => print(`\n# ${text}\n`),
    async run(program, words, exit = 0) {
      print(`$ ${[program, ...words].map(quoted).join(' ')}\n`)
      const [file, args] = program === 'git' ? ['git', words] : [process.execPath, [commandLine, ...words]]
      const answer = await answerOf(file, args, folder)
      print((answer.out + answer.err).replace(/^(?=.)/gm, '  '))
      if (answer.exit !== exit) throw new Error(`${program} ${words.join(' ')} exited with ${answer.exit}, not ${exit}`)
      return answer.out
    },
  }
}

interface Answer {
  exit: number | null
  out: string
  err: string
}

function answerOf(file: string, args: readonly string[], cwd: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: ownEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
    const answer: Answer = { exit: null, out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (answer.out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (answer.err += text))
    child.on('error', reject)
    child.on('close', (exit) => resolve({ ...answer, exit }))
  })
}

/** Neither a git hook that started this nor a registry set elsewhere may lead the demo to another place. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const isForeign = (name: string) => name.startsWith('GIT_') || name === 'PEDIGREE_REGISTRY'
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isForeign(name)))
}

const quoted = (word: string) => (/^[\w@./:=,+-]+$/.test(word) ? word : `"${word}"`)
