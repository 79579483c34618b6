/** A body that is no JSON can only be a damaged page, which SQLite itself does not notice. */
export function parseBody<T = Record<string, unknown>>(body: string): T {
  try {
    return JSON.parse(body) as T
  } catch (cause) {
    throw Object.assign(new Error('the index holds an event that is not JSON', { cause }), { code: 'SQLITE_CORRUPT' })
  }
}
