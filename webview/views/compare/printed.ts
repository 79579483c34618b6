import type { ComparedVersions } from './shown'
import { rowElement } from './rowElement'
import type { Line } from './tableLayout'

/** What only does something on the screen. */
const controls =
  '.toolbar, .acts, .unseen, .spacer, button.fold .twistie, vscode-button, vscode-dropdown, vscode-checkbox'
const nothing = () => undefined

/** The page as a document: all rows, no controls. */
export function printed(main: HTMLElement, data: ComparedVersions, lines: readonly Line[]): string {
  const copy = main.cloneNode(true) as HTMLElement
  const body = copy.querySelector('table.compare tbody')!
  const parts = new Map(
    [...body.querySelectorAll('tr.part')].map((row) => [row.querySelector('button')?.getAttribute('data-key'), row]),
  )
  const acts = { pin: nothing, hide: nothing, fold: nothing, openDiff: nothing }
  body.replaceChildren(
    ...lines.flatMap((line, i) => {
      if (line.kind === 'row') return [rowElement(line.row, line.isPinned, data, i + 2, acts)]
      const part = parts.get(`fold ${line.part}`)
      return part ? [part] : []
    }),
  )
  for (const element of copy.querySelectorAll(controls)) element.remove()
  for (const element of copy.querySelectorAll('[hidden]')) element.remove()
  for (const button of copy.querySelectorAll('button')) button.replaceWith(...button.childNodes)
  return copy.innerHTML
}
