import { codes, type ErrorCode, RegistryError } from './registryError'

/** A RegistryError as plain data, for where an error cannot go itself: another thread, a file, JSON. */
export interface Refusal {
  code: ErrorCode
  message: string
  hint: string
  details?: Record<string, unknown>
}

export function refusalOf({ code, message, hint, details }: RegistryError): Refusal {
  return { code, message, hint, ...(details ? { details } : {}) }
}

export function errorOf({ code, message, hint, details }: Refusal): RegistryError {
  return new RegistryError(code in codes ? code : 'bad-usage', message, hint, details ? { details } : undefined)
}
