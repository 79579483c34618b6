/** Answered by a step when the person wants the one before. */
export const back = Symbol('back')
/** What a step answers: values, `back`, or undefined when the person gave up. */
export type Answer<T> = T | typeof back | undefined

/** Where a step stands, for its title and its buttons. */
export interface Place {
  title: string
  step: number
  total: number
  canGoBack: boolean
}

/** One value that a wizard needs. */
export interface Step<V> {
  /** What it is: a value that is there from the beginning is neither looked up nor asked for. */
  key: keyof V
  /** Whether it is needed at all, by what is known so far; by default it is. */
  applies?(values: Partial<V>): boolean
  /** Looks the value up where nobody has to be asked; undefined where somebody has to. */
  find?(values: Partial<V>): Promise<Partial<V> | undefined>
  /** Shows the question, with the value it had before when the person comes back to it. */
  ask?(values: Partial<V>, place: Place): Promise<Answer<Partial<V>>>
}

/** Asks what is not given, one step after another; undefined when the person gave up. Nothing happens before the end. */
export async function runWizard<V extends object>(
  title: string | ((values: Partial<V>) => string),
  steps: readonly Step<V>[],
  given: Partial<V>,
): Promise<V | undefined> {
  let values: Partial<V> = { ...given }
  const open = (step: Step<V>) => given[step.key] === undefined
  const applies = (step: Step<V>) => step.applies?.(values) ?? true
  const visited: number[] = []
  for (let at = 0; at < steps.length;) {
    const step = steps[at]!
    const found = open(step) && applies(step) ? await step.find?.(values) : {}
    if (found ?? !step.ask) {
      values = { ...values, ...found }
      at++
      continue
    }
    const total = visited.length + steps.slice(at).filter((later) => open(later) && applies(later) && later.ask).length
    const place = { step: visited.length + 1, total, canGoBack: visited.length > 0 }
    const answer = await step.ask!(values, { title: typeof title === 'string' ? title : title(values), ...place })
    if (answer === undefined) return undefined
    if (answer === back) at = visited.pop() ?? at
    else {
      values = { ...values, ...answer }
      visited.push(at++)
    }
  }
  return values as V
}
