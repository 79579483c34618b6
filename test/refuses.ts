import assert from 'node:assert/strict'
import { type ErrorCode, RegistryError } from '../src/core/registryError'

/** Asserts a refusal with this code, and answers it. */
export function refuses(work: () => unknown, code: ErrorCode): RegistryError {
  try {
    work()
  } catch (error) {
    return isRefusal(error, code)
  }
  return assert.fail(`nothing was refused, ${code} was expected`)
}

/** As refuses, of work that takes time. */
export async function rejects(work: Promise<unknown>, code: ErrorCode): Promise<RegistryError> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('value' in outcome) return assert.fail(`${JSON.stringify(outcome.value)} was answered, ${code} was expected`)
  return isRefusal(outcome.error, code)
}

function isRefusal(error: unknown, code: ErrorCode): RegistryError {
  if (!(error instanceof RegistryError)) throw error
  assert.equal(error.code, code, error.message)
  return error
}
