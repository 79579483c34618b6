import type { ErrorCode } from '../core/registryError'

/** What one probe of a store came to, in words for people. */
export interface Finding {
  probe: string
  /** Whatever fails makes the store unsafe; `info` says neither that it is well nor that it is not. */
  result: 'pass' | 'warn' | 'fail' | 'info'
  found: string
  meaning: string
  /** Of the refusal with which the probe ended. */
  code?: ErrorCode
}

/** An experiment on a real store. It may throw a RegistryError, which is what it found. */
export interface Probe<Place> {
  name: string
  /** Without it no registry is made. */
  isEssential: boolean
  run(place: Place): Promise<Omit<Finding, 'probe'>>
}

/** How many write at the same moment in a race, as so many people might. */
export const writers = 32

export const pass = (found: string, meaning: string) => ({ result: 'pass' as const, found, meaning })
export const warn = (found: string, meaning: string) => ({ result: 'warn' as const, found, meaning })
export const fail = (found: string, meaning: string) => ({ result: 'fail' as const, found, meaning })
export const info = (found: string, meaning: string) => ({ result: 'info' as const, found, meaning })
