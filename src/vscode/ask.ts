import { Disposable, QuickInputButtons, type QuickInput, type QuickPickItem, QuickPickItemKind, window } from 'vscode'
import { type Answer, back, type Place } from './wizard'

export interface Choice<T> extends QuickPickItem {
  /** undefined for a separator. */
  value?: T
}

export interface Pick<T> {
  placeholder: string
  /** May take a while; the list is shown as busy meanwhile, with the choices that `show` is given until then. */
  choices: Promise<Choice<T>[]> | Choice<T>[] | ((show: (soFar: Choice<T>[]) => void) => Promise<Choice<T>[]>)
  /** The choice made before. */
  active?: ((value: T) => boolean) | undefined
  /** A choice made of what is typed, when nothing in the list is called that. */
  create?: ((typed: string) => Choice<T> | undefined) | undefined
}

export const separator = <T>(label: string): Choice<T> => ({ label, kind: QuickPickItemKind.Separator })

/** A list to choose from. */
export function pick<T>(place: Place, { placeholder, choices, active, create }: Pick<T>): Promise<Answer<T>> {
  const input = window.createQuickPick<Choice<T>>()
  dress(input, place)
  input.placeholder = placeholder
  input.matchOnDescription = true
  input.matchOnDetail = true
  input.busy = true
  return shown(input, (done, fail) => {
    let listed: Choice<T>[] = []
    const update = () => {
      const typed = input.value.trim()
      const isListed = (wanted: string) => listed.some(({ label }) => label === wanted)
      const made = typed && !isListed(typed) ? create?.(typed) : undefined
      input.items = made && !isListed(made.label) ? [...listed, { ...made, alwaysShow: true }] : listed
    }
    const show = (soFar: Choice<T>[]) => {
      // Where the person has got to meanwhile, or else what was chosen before.
      const reached = input.activeItems[0]?.value
      listed = soFar
      update()
      const isMeant = (value: T) => (reached === undefined ? active?.(value) : value === reached)
      const meant = listed.find(({ value }) => value !== undefined && isMeant(value))
      if (meant) input.activeItems = [meant]
    }
    Promise.resolve(typeof choices === 'function' ? choices(show) : choices).then((found) => {
      input.busy = false
      show(found)
    }, fail)
    return [
      input.onDidChangeValue(() => create && update()),
      input.onDidAccept(() => {
        const value = input.activeItems[0]?.value
        if (value !== undefined) done(value)
      }),
    ]
  })
}

export interface PickMany<T> {
  placeholder: string
  choices: Promise<Choice<T>[]>
  /** Those that are chosen already. */
  picked: readonly T[]
  /** So many, and no more. */
  most: number
}

/** A list to choose one or more from; in the order in which they are listed. */
export function pickMany<T>(place: Place, { placeholder, choices, picked, most }: PickMany<T>): Promise<Answer<T[]>> {
  const input = window.createQuickPick<Choice<T>>()
  dress(input, place)
  input.placeholder = placeholder
  input.canSelectMany = true
  input.matchOnDescription = true
  input.matchOnDetail = true
  input.busy = true
  return shown(input, (done, fail) => {
    choices.then((found) => {
      input.busy = false
      input.items = found
      input.selectedItems = found.filter(({ value }) => value !== undefined && picked.includes(value))
    }, fail)
    return [
      input.onDidAccept(() => {
        const values = input.selectedItems.flatMap(({ value }) => (value === undefined ? [] : [value]))
        if (values.length && values.length <= most) done(values)
      }),
    ]
  })
}

export interface Ask {
  prompt: string
  value?: string | undefined
  placeholder?: string
  /** Not to be read by who looks on. */
  isSecret?: boolean
  /** Why a text is not taken; undefined when it is. */
  problemWith?(text: string): string | undefined
}

/** A line of text, without blanks around it. */
export function ask(
  place: Place,
  { prompt, value = '', placeholder, isSecret = false, problemWith }: Ask,
): Promise<Answer<string>> {
  const input = window.createInputBox()
  dress(input, place)
  input.prompt = prompt
  input.value = value
  input.placeholder = placeholder
  input.password = isSecret
  return shown(input, (done) => [
    input.onDidChangeValue((text) => {
      input.validationMessage = text.trim() ? problemWith?.(text.trim()) : undefined
    }),
    input.onDidAccept(() => {
      const text = input.value.trim()
      const problem = problemWith?.(text)
      if (problem) input.validationMessage = problem
      else done(text)
    }),
  ])
}

function dress(input: QuickInput & { buttons: readonly unknown[] }, { title, step, total, canGoBack }: Place): void {
  input.title = title
  if (total > 1) [input.step, input.totalSteps] = [step, total]
  if (canGoBack) input.buttons = [QuickInputButtons.Back]
  // A look at another window is no reason to begin anew.
  input.ignoreFocusOut = true
}

type Shown = QuickInput & {
  onDidTriggerButton: (heard: (button: unknown) => void) => Disposable
}

async function shown<T>(
  input: Shown,
  wire: (done: (value: Answer<T>) => void, fail: (error: unknown) => void) => Disposable[],
): Promise<Answer<T>> {
  let wired: Disposable[] = []
  try {
    return await new Promise<Answer<T>>((resolve, reject) => {
      wired = [
        ...wire(resolve, reject),
        input.onDidTriggerButton((button) => button === QuickInputButtons.Back && resolve(back)),
        input.onDidHide(() => resolve(undefined)),
      ]
      input.show()
    })
  } finally {
    Disposable.from(...wired, input).dispose()
  }
}
