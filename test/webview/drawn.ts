import { JSDOM } from 'jsdom'
import * as prettier from 'prettier'

/** What a view draws into an empty drawing, as readable SVG: for golden files. */
export async function drawn(draw: (svg: SVGSVGElement) => void): Promise<string> {
  const { document } = new JSDOM('<!doctype html><body></body>').window
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  document.body.append(svg)
  draw(svg)
  return prettier.format(svg.outerHTML, { parser: 'html', printWidth: 120, htmlWhitespaceSensitivity: 'ignore' })
}
