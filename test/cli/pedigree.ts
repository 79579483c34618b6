import { spawn, type SpawnOptions } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** The built command line. Tests are bundled into dist/test/…, whatever folder they are run from. */
export const cli = resolve(__dirname, '../../cli.js')

export interface Ran {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  // oxlint-disable-next-line typescript/no-explicit-any -- what a program would parse
  json: any
}

/** A folder of its own, with the person's state inside of it, so that nothing is shared among tests. */
export class Scratch {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'pedigree-cli-')))
  readonly workspace = join(this.folder, 'workspace')
  readonly env: NodeJS.ProcessEnv = {
    ...process.env,
    PEDIGREE_STATE: join(this.folder, 'state'),
    PEDIGREE_ACTOR: 'Ada <ada@example.com>',
    PEDIGREE_REGISTRY: '',
    XDG_CACHE_HOME: join(this.folder, 'cache'),
  }

  /** With a user, the command line runs as that one. */
  constructor(private readonly user: { uid?: number; gid?: number } = {}) {
    mkdirSync(this.workspace)
  }

  path(name: string): string {
    return join(this.workspace, name)
  }

  write(name: string, text: string | Uint8Array): string {
    const path = this.path(name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  }

  /** A model of a few files; `word` makes its content its own. */
  model(name = 'model', word = 'one'): string {
    this.write(`${name}/weights.json`, JSON.stringify({ word }))
    this.write(`${name}/deep/empty.bin`, '')
    return this.write(`${name}/notes.txt`, `about ${word}`) && name
  }

  /** Runs `pedigree …` as a person would, and gives back what it said. */
  run(...args: string[]): Promise<Ran> {
    return run(process.execPath, [cli, ...args], { cwd: this.workspace, env: this.env, ...this.user })
  }

  /** As run, with --json; throws unless it exits with 0. */
  // oxlint-disable-next-line typescript/no-explicit-any -- what a program would parse
  async ok(...args: string[]): Promise<any> {
    const ran = await this.run(...args, '--json')
    if (ran.code !== 0)
      throw new Error(`pedigree ${args.join(' ')} exited with ${ran.code}: ${ran.stdout}${ran.stderr}`)
    return ran.json
  }

  /** Runs any other program in the workspace. */
  program(name: string, ...args: string[]): Promise<Ran> {
    return run(name, args, { cwd: this.workspace, env: this.env })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

export function run(program: string, args: string[], options: SpawnOptions = {}): Promise<Ran> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout!.on('data', (text) => (stdout += String(text)))
    child.stderr!.on('data', (text) => (stderr += String(text)))
    child.on('error', failed)
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr, json: parse(stdout) }))
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
