import {
  provideVSCodeDesignSystem,
  vsCodeBadge,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextArea,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit'
import { type Child, h } from './element'

// The one place that knows the toolkit: it is no longer developed, and may have to be exchanged.

provideVSCodeDesignSystem().register(
  vsCodeBadge(),
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeProgressRing(),
  vsCodeTextArea(),
  vsCodeTextField(),
)

interface Control {
  /** What it is called by those who cannot see it, where its text does not say. */
  label?: string
  title?: string
  disabled?: boolean
  class?: string
  /** By which it is found again after a drawing. */
  key?: string
}

const common = ({ label, title, disabled, class: name, key }: Control) => ({
  'data-key': key,
  'aria-label': label,
  title,
  disabled,
  class: name,
})

export const button = (
  text: Child,
  act: () => void,
  { appearance = 'secondary', ...control }: Control & { appearance?: 'primary' | 'secondary' | 'icon' } = {},
): HTMLElement => h('vscode-button', { appearance, ...common(control), click: act }, text)

export function checkbox(text: string, checked: boolean, change: (checked: boolean) => void, control: Control = {}) {
  const box = h('vscode-checkbox', { ...common(control), checked }, text) as HTMLElement & { checked: boolean }
  // The toolkit says so as well when it is made.
  let last = checked
  box.addEventListener('change', () => {
    if (box.checked === last) return
    last = box.checked
    change(last)
  })
  return box
}

export function dropdown(
  options: readonly { value: string; text: string }[],
  value: string,
  change: (value: string) => void,
  control: Control & { label: string },
): HTMLElement {
  const chosen = (option: string) => option === value
  const box = h(
    'vscode-dropdown',
    common(control),
    options.map(({ value, text }) => h('vscode-option', { value, selected: chosen(value) }, text)),
  ) as HTMLElement & { value: string }
  let last = value
  box.addEventListener('change', () => {
    if (box.value === last) return
    last = box.value
    change(last)
  })
  return box
}

/** A list of things to do; it shows its own name again after each. */
export function menu(
  name: string,
  options: readonly { value: string; text: string }[],
  choose: (value: string) => void,
  control: Control & { label: string },
): HTMLElement {
  const box = h(
    'vscode-dropdown',
    common(control),
    [{ value: '', text: name }, ...options].map(({ value, text }) => h('vscode-option', { value }, text)),
  ) as HTMLElement & { value: string }
  box.addEventListener('change', () => {
    const { value } = box
    if (!value) return
    box.value = ''
    choose(value)
  })
  return box
}

/** `type` is told at every key. */
export function textField(
  value: string,
  type: (value: string) => void,
  { placeholder, ...control }: Control & { label: string; placeholder?: string },
): HTMLElement {
  const field = h('vscode-text-field', { ...common(control), placeholder, value }) as HTMLElement & { value: string }
  field.addEventListener('input', () => type(field.value))
  return field
}

export function textArea(
  value: string,
  type: (value: string) => void,
  { placeholder, rows = 4, ...control }: Control & { label: string; placeholder?: string; rows?: number },
): HTMLElement {
  const area = h('vscode-text-area', { ...common(control), placeholder, rows, resize: 'vertical' }) as HTMLElement & {
    value: string
  }
  area.setAttribute('value', value)
  area.value = value
  area.addEventListener('input', () => type(area.value))
  return area
}

export const badge = (text: string): HTMLElement => h('vscode-badge', {}, text)
export const progressRing = (label: string): HTMLElement => h('vscode-progress-ring', { 'aria-label': label })
