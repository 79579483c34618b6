/** Answers that never change, kept for as long as what they are about lasts: the last `most` that were asked for. */
export function memo<T>(most: number) {
  const kept = new WeakMap<object, Map<string, T>>()
  return {
    get: (about: object, key: string): T | undefined => kept.get(about)?.get(key),
    keep(about: object, key: string, answer: T): void {
      const answers = kept.get(about) ?? new Map<string, T>()
      kept.set(about, answers)
      answers.delete(key)
      answers.set(key, answer)
      if (answers.size > most) answers.delete(answers.keys().next().value!)
    },
  }
}
