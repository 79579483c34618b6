/** What a record has under a key that anyone may have chosen: `constructor` is there only if it was put there. */
export const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined
