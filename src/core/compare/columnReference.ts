/** The run's id in `run:<id>`; undefined where a version is named. A model is not called so: names have no colon. */
export const runOf = (reference: string): string | undefined => /^run:(.+)$/s.exec(reference.trim())?.[1]
