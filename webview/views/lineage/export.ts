import type { Pages } from '../../../src/protocol'
import type { Actions } from '../../page'
import { append, h } from '../../element'
import { csvOf, markdownOf, pngOf, svgText } from '../../save'
import { drawPicture, type Marks } from './draw'
import type { Picture } from './picture'
import { summaryOf, titleOf } from './summary'
import { tablesOf, tableTwin } from './table'
import type { Export } from './toolbar'

type Traced = Pages['lineage']

/** Saves the whole drawing, not only what is in sight, or its tables. */
export async function exportPicture(
  kind: Export,
  picture: Picture,
  data: Traced,
  page: Pick<Actions<'lineage', object>, 'save'>,
): Promise<void> {
  const name = `lineage ${data.focus.model}`.slice(0, 230) + `@${data.focus.version}`
  const save = (content: string) => page.save({ name, kind, content })
  const { nodes, edges } = tablesOf(picture)
  switch (kind) {
    case 'csv':
      return save([csvOf(nodes), csvOf(edges)].join('\r\n'))
    case 'md':
      return save(`# ${titleOf(data)}\n\n${[markdownOf(nodes), markdownOf(edges)].join('\n')}`)
    case 'html':
      return save(await withDrawing(picture, data, async (svg) => printed(svg, picture, data)))
    case 'svg':
      return save(await withDrawing(picture, data, async (svg) => svgText(svg)))
    case 'png':
      return save(await withDrawing(picture, data, pngOf))
  }
}

const margin = 24

/** Draws all of it where nobody sees it, with the styles of the page. */
async function withDrawing(
  picture: Picture,
  { focus }: Traced,
  work: (svg: SVGSVGElement) => Promise<string>,
): Promise<string> {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  const [width, height] = [picture.width + 2 * margin, picture.height + 2 * margin]
  for (const [name, value] of Object.entries({
    class: 'graph whole',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
  }))
    svg.setAttribute(name, String(value))
  const plane = svg.appendChild(document.createElementNS(space, 'g'))
  plane.setAttribute('transform', `translate(${margin},${margin})`)
  const marks: Marks = {
    ...{ focus: focus.node, chosen: undefined, chosenEdge: undefined, path: undefined, found: undefined },
    reachable: '',
  }
  const holder = h('div', { class: 'offstage lineage', 'aria-hidden': 'true' })
  holder.append(svg)
  document.body.append(holder)
  try {
    drawPicture(plane, picture, marks)
    return await work(svg)
  } finally {
    holder.remove()
  }
}

function printed(svg: SVGSVGElement, picture: Picture, data: Traced): string {
  const body = h('div', { class: 'lineage' })
  const none = () => {}
  append(body, [
    h('h1', {}, titleOf(data)),
    h('p', { class: 'quiet' }, summaryOf(data)),
    svg,
    tableTwin(picture, { chooseNode: none, chooseEdge: none }),
  ])
  return body.outerHTML
}
