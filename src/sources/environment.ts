import { execFile } from 'node:child_process'
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { promisify } from 'node:util'
import type { Environment } from '../core/record'

const run = promisify(execFile)

/** Name, version and packages of the Python that `python3` means in this folder. Modules of the folder are not run. */
const askPython = `
import sys
sys.path[:] = [place for place in sys.path if place]
import json, os, platform
from importlib import metadata
print(json.dumps({
  "version": platform.python_version(),
  "implementation": platform.python_implementation(),
  "environment": os.environ.get("CONDA_DEFAULT_ENV") or os.path.basename(sys.prefix if sys.prefix != sys.base_prefix else ""),
  "packages": {d.metadata["Name"]: d.version for d in metadata.distributions() if d.metadata["Name"]},
}))`

/** What can be seen of the machine and the languages in `folder`. What is not there is left out. */
export async function environmentOf(folder: string): Promise<Environment> {
  const [python, node] = await Promise.all([pythonIn(folder), nodeIn(folder)])
  return {
    os: { platform: platform(), release: release(), arch: arch(), cpus: cpus().length, memory: totalmem() },
    ...(node ? { node: { version: node } } : {}),
    ...(python ? { python } : {}),
  }
}

async function pythonIn(folder: string): Promise<Environment[string] | undefined> {
  for (const python of ['python3', 'python']) {
    const answer = await answerOf(python, ['-c', askPython], folder)
    if (answer) return JSON.parse(answer) as Environment[string]
  }
  return undefined
}

async function nodeIn(folder: string): Promise<string | undefined> {
  return (await answerOf('node', ['--version'], folder))?.trim().replace(/^v/, '')
}

async function answerOf(program: string, args: string[], cwd: string): Promise<string | undefined> {
  try {
    return (await run(program, args, { cwd, timeout: 5000, windowsHide: true, maxBuffer: 4 << 20 })).stdout
  } catch {
    return undefined
  }
}
