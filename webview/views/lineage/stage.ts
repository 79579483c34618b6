import * as l10n from '@vscode/l10n'
import type { Side } from '../../../src/core/lineage/graph'
import { type Camera, camera, type Seen } from './camera'
import { drawPicture, type Marks, type Window } from './draw'
import { next } from './keys'
import type { Picture } from './picture'

export interface StageActions {
  /** A node was clicked, or Enter was pressed on it; `isAlso` with Shift. */
  choose(id: string, isAlso: boolean): void
  chooseEdge(key: string): void
  expand(id: string, side: Side): void
  moved(seen: Seen): void
}

/** The drawing on the page: what is in sight of it is there, and the rest as soon as it is. */
export interface Stage {
  svg: SVGSVGElement
  camera: Camera
  show(picture: Picture, marks: Marks): void
  /** The node that Tab leads to, if it was chosen by anybody. */
  reachable(): string | undefined
  reach(id: string): void
  /** Puts the keyboard on a node. */
  focus(id: string): void
}

const space = 'http://www.w3.org/2000/svg'

export function stage(actions: StageActions): Stage {
  const svg = document.createElementNS(space, 'svg')
  svg.setAttribute('class', 'graph')
  svg.setAttribute('role', 'group')
  svg.setAttribute('tabindex', '0')
  svg.setAttribute(
    'aria-label',
    l10n.t(
      'Lineage, drawn. Arrow keys move along its edges, Enter chooses, Shift and Enter shows a path; the table says the same.',
    ),
  )
  const plane = svg.appendChild(document.createElementNS(space, 'g'))
  plane.setAttribute('class', 'plane')
  let shown: { picture: Picture; marks: Marks } | undefined
  let painted: { window: Window; k: number } | undefined
  let reachable: string | undefined
  let waiting = false

  const view = camera(
    svg,
    () => shown?.picture ?? { width: 0, height: 0 },
    (seen, isByHand) => {
      plane.setAttribute('transform', `translate(${seen.x},${seen.y}) scale(${seen.k})`)
      svg.classList.toggle('far', seen.k < 0.55)
      svg.classList.toggle('farther', seen.k < 0.32)
      if (isByHand) actions.moved(seen)
      if (painted && isStale(painted, seen)) later()
    },
  )
  function windowAt({ x, y, k }: Seen, margin: number): Window {
    const [width, height] = [svg.clientWidth || 800, svg.clientHeight || 600]
    const [more, over] = [width * margin, height * margin]
    return {
      left: (-x - more) / k,
      top: (-y - over) / k,
      right: (width - x + more) / k,
      bottom: (height - y + over) / k,
    }
  }
  function isStale({ window, k }: { window: Window; k: number }, seen: Seen): boolean {
    const now = windowAt(seen, 0)
    const isOut =
      now.left < window.left || now.top < window.top || now.right > window.right || now.bottom > window.bottom
    return isOut || seen.k > k * 2.5
  }
  function later(): void {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => {
      waiting = false
      paint()
    })
  }
  function paint(): void {
    if (!shown) return
    const window = windowAt(view.seen, 0.5)
    painted = { window, k: view.seen.k }
    drawPicture(plane, shown.picture, shown.marks, window)
  }
  function focus(id: string): void {
    const node = shown?.picture.byId.get(id)
    if (!node) return
    reach(id)
    view.reveal(node)
    paint()
    faceOf(id)?.focus({ preventScroll: true })
  }

  function reach(id: string): void {
    reachable = id
    if (!shown || shown.marks.reachable === id) return
    shown = { ...shown, marks: { ...shown.marks, reachable: id } }
    for (const node of plane.querySelectorAll('[tabindex="0"]')) node.setAttribute('tabindex', '-1')
    faceOf(id)?.setAttribute('tabindex', '0')
  }
  const faceOf = (id: string) => plane.querySelector<SVGElement>(`[data-id="${CSS.escape(id)}"] > .face`)

  const on = (event: Event, name: string) =>
    (event.target as Element).closest(`[data-${name}]`)?.getAttribute(`data-${name}`)
  svg.addEventListener('click', (event) => {
    const chip = on(event, 'chip')
    const node = on(event, 'id')
    const edge = on(event, 'edge')
    if (chip) actions.expand(chip, on(event, 'side') === 'before' ? 'before' : 'after')
    else if (node) actions.choose(node, event.shiftKey)
    else if (edge) actions.chooseEdge(edge)
  })
  svg.addEventListener('keydown', (event) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event
    if (ctrlKey || metaKey || altKey) return
    const id = on(event, 'id')
    const pan = pans[key]
    if (key === '+' || key === '=') view.zoomBy(1.3)
    else if (key === '-') view.zoomBy(1 / 1.3)
    else if (key === '0') view.fit()
    else if (id && (key === 'Enter' || key === ' ')) actions.choose(id, shiftKey)
    else if (pan && (!id || shiftKey)) view.panBy(...pan)
    else if (id && (pan || key === 'Home')) {
      const to = key === 'Home' ? shown?.marks.focus : shown && next(shown.picture, id, key)
      if (to) focus(to)
    } else return
    event.preventDefault()
    if (!id || (key !== 'Enter' && key !== ' ')) actions.moved(view.seen)
  })
  svg.addEventListener('focusin', (event) => {
    const id = on(event, 'id')
    if (id) reach(id)
  })
  // What is in the middle stays there; but when the panel opens, nothing moves.
  let size = { width: innerWidth, height: svg.clientHeight }
  new ResizeObserver(() => {
    const now = { width: innerWidth, height: svg.clientHeight }
    const [dx, dy] = [(now.width - size.width) / 2, (now.height - size.height) / 2]
    if (size.height && (dx || dy)) view.panBy(dx, dy)
    size = now
    later()
  }).observe(svg)
  return {
    ...{ svg, camera: view, focus, reach },
    reachable: () => reachable,
    show(picture, marks) {
      shown = { picture, marks }
      paint()
    },
  }
}

const pans: Readonly<Record<string, [number, number]>> = {
  ArrowLeft: [60, 0],
  ArrowRight: [-60, 0],
  ArrowUp: [0, 60],
  ArrowDown: [0, -60],
}
