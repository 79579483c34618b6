import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { personState } from './places'
import { type Destination, destinationText } from './trust'

/** The id of the registry that was last found there, so that it can be opened without a connection. */
export function knownRegistry(destination: Destination): string | undefined {
  try {
    return readFileSync(fileOf(destination), 'utf8').trim() || undefined
  } catch {
    return undefined
  }
}

export function rememberRegistry(destination: Destination, id: string): void {
  if (knownRegistry(destination) === id) return
  const path = fileOf(destination)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${id}\n`)
}

const fileOf = (destination: Destination) =>
  join(personState(), 'known', createHash('sha256').update(destinationText(destination)).digest('hex'))
