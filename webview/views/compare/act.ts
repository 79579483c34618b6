import { type Child, h } from '../../element'

/** A small button that looks like nothing until it is pointed at; `key` tells it again after a drawing. */
export const act = (text: Child, label: string, key: string, click: () => void, name = ''): HTMLElement =>
  h(
    'button',
    { class: `plain act ${name}`, type: 'button', title: label, 'aria-label': label, 'data-key': key, click },
    text,
  )
