import * as l10n from '@vscode/l10n'
import type { Timeline } from '../../../src/core/timeline/timeline'
import { csvOf, markdownOf, pngOf, svgText } from '../../save'
import { type Clock, instantText } from './axis'
import type { ControlActions } from './controls'
import { tableElement, tableOf } from './table'

interface Shown {
  data: Timeline
  clock: Clock
  /** The page, and the drawing in it with all of its rows. */
  element: HTMLElement
  drawing: SVGSVGElement
}

export type Export = Parameters<ControlActions['export']>[0]

/** What is shown as a file's name and content. What is read off the page is read at once. */
export async function exported(kind: Export, shown: Shown): Promise<{ name: string; kind: Export; content: string }> {
  const { data, drawing } = shown
  const content = {
    svg: () => svgText(drawing),
    png: () => pngOf(drawing),
    csv: () => csvOf(tableOf(data)),
    md: () => markdownOf(tableOf(data)),
    html: () => printed(shown),
  }[kind]
  return { name: l10n.t('Timeline of {0}', data.model).slice(0, 250), kind, content: await content() }
}

/** The page for paper: the drawing, the moment and the table, and nothing that is pressed. */
function printed({ data, clock, element }: Shown): string {
  const copy = element.cloneNode(true) as HTMLElement
  for (const control of copy.querySelectorAll('.controls, .tooltip, .legend')) control.remove()
  const picture = copy.querySelector('svg.timeline')
  picture?.setAttribute('preserveAspectRatio', 'xMinYMin meet')
  copy.querySelector('.asTable')?.replaceChildren(tableElement(data, (at) => instantText(Date.parse(at), clock)))
  copy.querySelector('.asTable')?.removeAttribute('hidden')
  return copy.innerHTML
}
