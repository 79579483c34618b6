import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { cancelled } from '../core/errors'
import { signingFailed } from '../core/signingErrors'

/** Whom a program of OpenSSH may ask for a passphrase: somebody at the terminal, somebody at the screen (SSH_ASKPASS), or nobody. */
export type Asks = 'terminal' | 'screen' | 'nobody'

export interface Ran {
  /** Null when the program was killed. */
  code: number | null
  stdout: string
  stderr: string
}

interface Run {
  asks: Asks
  /** False keeps it from asking the ssh-agent, which may take its time. */
  mayAskAgent?: boolean
  input?: Uint8Array
  /** In milliseconds; as long as it takes when absent. */
  timeout?: number | undefined
  signal?: AbortSignal | undefined
  onStderr?: ((text: string) => void) | undefined
}

/** Is somebody at the terminal of this process? A thread of an editor has none, whatever the editor was started from. */
export function whoIsThere(interactive: boolean): Asks {
  if (!interactive) return 'nobody'
  const isTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY)
  return isTerminal && (process.platform === 'win32' || opens('/dev/tty')) ? 'terminal' : 'screen'
}

/** Runs ssh-keygen or ssh-add to its end. Refuses when it is not installed, takes too long, or is cancelled. */
export async function openssh(program: string, args: string[], run: Run): Promise<Ran> {
  const { asks, mayAskAgent = true, input, timeout, signal, onStderr } = run
  if (signal?.aborted) throw cancelled()
  const isApart = asks !== 'terminal' && process.platform !== 'win32'
  const child = spawn(program, args, {
    env: { ...environment(asks), ...(mayAskAgent ? {} : { SSH_AUTH_SOCK: undefined }) },
    // A session of its own has no terminal to ask at.
    detached: isApart,
    // Windows would look for the program in the working folder first, and that may be anybody's.
    cwd: dirname(process.execPath),
    windowsHide: asks !== 'terminal',
    stdio: 'pipe',
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text
    onStderr?.(text)
  })
  // It may end before it has read everything; how it ends says why.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return new Promise<Ran>((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      settle()
    }
    const stop = (refusal: Error) => {
      end(child.pid, isApart)
      finish(() => reject(refusal))
    }
    const onAbort = () => stop(cancelled())
    const onLate = () => stop(signingFailed(`${program} did not answer within ${timeout! / 1000} s`, slowHint))
    const timer = timeout === undefined ? undefined : setTimeout(onLate, timeout)
    signal?.addEventListener('abort', onAbort)
    child.on('error', (error) => finish(() => reject(notRunning(program, error))))
    child.on('close', (code) => finish(() => resolve({ code, ...said })))
  })
}

const slowHint = 'See whether the ssh-agent or the security key waits for somebody, and try again.'

const notRunning = (program: string, error: Error & { code?: string }) =>
  error.code === 'ENOENT'
    ? signingFailed(`${program} was not found`, 'Install OpenSSH 8.2 or newer, so that it is on the PATH.', error)
    : signingFailed(`${program} cannot be run: ${error.message}`, 'See whether OpenSSH is installed well.', error)

/** With its children, such as who talks to a security key. */
function end(pid: number | undefined, isApart: boolean): void {
  if (pid === undefined) return
  try {
    process.kill(isApart ? -pid : pid)
  } catch {
    // It has ended by itself.
  }
}

function environment(asks: Asks): NodeJS.ProcessEnv {
  const { SSH_ASKPASS: atScreen, SSH_ASKPASS_REQUIRE: told } = process.env
  switch (asks) {
    case 'nobody':
      // Before 8.4 OpenSSH knows only the other three.
      return {
        ...process.env,
        SSH_ASKPASS_REQUIRE: 'never',
        SSH_ASKPASS: undefined,
        DISPLAY: undefined,
        WAYLAND_DISPLAY: undefined,
      }
    case 'terminal':
      // As the message is on standard input, ssh-keygen would not see the terminal by itself.
      return { ...process.env, SSH_ASKPASS_REQUIRE: told ?? 'never' }
    case 'screen':
      return { ...process.env, SSH_ASKPASS_REQUIRE: told ?? (atScreen ? 'force' : undefined) }
  }
}

function opens(path: string): boolean {
  try {
    closeSync(openSync(path, 'r+'))
    return true
  } catch {
    return false
  }
}
