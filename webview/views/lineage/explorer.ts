import * as l10n from '@vscode/l10n'
import { pathsBetween } from '../../../src/core/lineage/paths'
import type { Side } from '../../../src/core/lineage/graph'
import type { Actions, Drawn } from '../../page'
import { h } from '../../element'
import { number } from '../../format'
import type { Marks } from './draw'
import { exportPicture } from './export'
import { edgePanel, nodePanel, type PanelActions } from './panel'
import { type Picture, pictureOf } from './picture'
import { type Stage, stage } from './stage'
import { summaryOf, titleOf } from './summary'
import { tableTwin } from './table'
import { type Toolbar, toolbar } from './toolbar'
import { freshView, type View } from './view'
import { matches } from './search'

type Shown = Drawn<'lineage', View>

interface Parts {
  root: HTMLElement
  title: HTMLElement
  summary: HTMLElement
  bar: Toolbar
  stage: Stage
  note: HTMLElement
  panel: HTMLElement
  table: HTMLElement
}

/** The page: one drawing, and all that may be done with it. */
export function explorer(page: () => Actions<'lineage', View>): { draw(shown: Shown): void } {
  let parts: Parts | undefined
  let shown: Shown
  let view: View
  let picture: Picture | undefined
  /** What the picture was made of, so that it is not made again of the same. */
  let made = ''
  let reachable = ''
  let picking: string | undefined
  /** What stays in its place when the rest moves. */
  let anchor: string | undefined

  function draw(now: Shown): void {
    const isFirst = !parts?.root.isConnected
    shown = now
    view = { ...freshView(now.subject.reference), ...(view ?? now.view) }
    if (view.reference !== now.subject.reference) {
      view = { ...freshView(now.subject.reference), collapse: view.collapse, table: view.table }
      made = ''
      picture = undefined
    }
    if (isFirst || !parts) {
      parts = build()
      picture = undefined
      made = ''
      now.main.replaceChildren(parts.root)
    }
    compose()
  }

  function keep(change: Partial<View>): void {
    view = { ...view, ...change }
    page().keep(view)
  }

  /** Makes the picture, if something is other than it was, and shows it. */
  function compose(): void {
    const { stage } = parts!
    const { focus, nodes, edges } = shown.data
    const { hiddenKinds, collapse, opened, chosen, path } = view
    const kept = [...opened, ...(chosen ? [chosen] : []), ...(path ?? [])]
    const chosenFrom = { focus: focus.node, hiddenKinds, collapse, keep: kept }
    const making = JSON.stringify([chosenFrom, nodes, edges])
    if (making !== made || !picture) {
      made = making
      const before = picture
      picture = pictureOf({ nodes, edges }, chosenFrom, before?.byId)
      if (!before) begin(picture)
      else hold(before, picture)
    }
    if (!picture.byId.has(reachable)) reachable = chosen && picture.byId.has(chosen) ? chosen : focus.node
    stage.show(picture, marks())
    renderAround()
  }

  function begin(picture: Picture): void {
    const { camera } = parts!.stage
    if (view.seen) return camera.look(view.seen)
    parts!.stage.show(picture, marks())
    camera.fit()
    const focus = picture.byId.get(shown.data.focus.node)
    if (camera.seen.k < readable && focus) camera.centre(focus.x + focus.width / 2, focus.y + focus.height / 2, 0.85)
  }

  /** The picture moves so that one node does not. */
  function hold(before: Picture, after: Picture): void {
    const ids = [anchor, view.chosen, shown.data.focus.node]
    const id = ids.find((id) => id !== undefined && before.byId.has(id) && after.byId.has(id))
    anchor = undefined
    if (id === undefined) return
    const { camera } = parts!.stage
    const [was, is] = [before.byId.get(id)!, after.byId.get(id)!]
    const { x, y, k } = camera.seen
    if (was.x !== is.x || was.y !== is.y) camera.look({ k, x: x + (was.x - is.x) * k, y: y + (was.y - is.y) * k })
  }

  function marks(): Marks {
    const { chosen, chosenEdge, path, query } = view
    return {
      ...{ focus: shown.data.focus.node, chosen, chosenEdge, reachable },
      path: path && picture && pathsBetween(picture.graph, ...path),
      found: query && picture ? matches(picture, query) : undefined,
    }
  }

  function renderAround(): void {
    const { title, summary, bar, table, stage } = parts!
    title.textContent = titleOf(shown.data)
    summary.textContent = summaryOf(shown.data)
    const counts = new Map<(typeof shown.data.nodes)[number]['kind'], number>()
    for (const { kind } of shown.data.nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1)
    bar.update({ subject: shown.subject, view, counts, found: marks().found?.size })
    renderPanel()
    renderNote()
    table.hidden = !view.table
    stage.svg.classList.toggle('picking', picking !== undefined)
    table.replaceChildren(...(view.table ? tableTwin(picture!, { chooseNode, chooseEdge }) : []))
  }

  function renderPanel(): void {
    const { panel } = parts!
    const node = view.chosen === undefined ? undefined : picture!.byId.get(view.chosen)
    const edge = picture!.edges.find(({ key }) => key === view.chosenEdge)
    // Whoever is in it stays there, as near as can be.
    const index = [...panel.querySelectorAll('button')].indexOf(document.activeElement as HTMLButtonElement)
    const scroll = panel.scrollTop
    const asked = edge && endsOf(edge.key)
    const isAnswered = asked && same(asked, shown.subject.edge)
    panel.replaceChildren(
      ...(edge
        ? edgePanel(edge, isAnswered ? shown.data.change : undefined, panelActions)
        : node
          ? nodePanel(node, picture!, shown.data.focus.node, panelActions)
          : []),
    )
    panel.hidden = !edge && !node
    panel.scrollTop = scroll
    if (index >= 0) panel.querySelectorAll('button')[index]?.focus()
    if (edge && asked && !isAnswered && !(shown.subject.edge && same(asked, shown.subject.edge)))
      page().ask({ ...shown.subject, edge: asked })
  }

  function renderNote(): void {
    const { note } = parts!
    const { path } = view
    const label = (id: string) => picture!.byId.get(id)?.node.label ?? ''
    const clear = (text: string) => h('button', { class: 'small', click: () => escape() }, text)
    const found = marks().path
    const said = picking
      ? [l10n.t('Choose the other end of the path from {0}', label(picking)), clear(l10n.t('Cancel'))]
      : path
        ? [
            found?.nodes.size
              ? l10n.t('{0} to {1}: {2} nodes', label(path[0]), label(path[1]), number(found.nodes.size))
              : l10n.t('{0} and {1} are not connected here', label(path[0]), label(path[1])),
            clear(l10n.t('Clear')),
          ]
        : []
    note.hidden = !said.length
    note.replaceChildren(...said)
  }

  function chooseNode(id: string): void {
    const node = picture?.byId.get(id)?.node
    if (!node) return
    if (picking !== undefined && picking !== id) return setPath(picking, id)
    reachable = id
    keep({ chosen: id, chosenEdge: undefined })
    compose()
    const placed = picture!.byId.get(id)
    if (placed) parts!.stage.camera.reveal(placed)
  }

  function chooseEdge(key: string): void {
    keep({ chosenEdge: key, chosen: undefined })
    compose()
  }

  /** Of a chain, the member that an edge begins or ends at. */
  function endsOf(key: string): { from: string; to: string } {
    const { edge, from, to } = picture!.edges.find((edge) => edge.key === key)!
    return {
      from: from.node.kind === 'chain' ? from.node.members.at(-1)!.id : edge.from,
      to: to.node.kind === 'chain' ? to.node.members[0]!.id : edge.to,
    }
  }

  function setPath(one: string, other: string): void {
    picking = undefined
    keep({ path: [one, other] })
    compose()
    page().announce(parts!.note.firstChild?.textContent ?? '')
  }

  function expand(id: string, side: Side): void {
    const node = picture?.byId.get(id)?.node
    const member = node?.kind === 'chain' ? (side === 'before' ? node.members[0] : node.members.at(-1)) : node
    if (!member) return
    anchor = id
    const { expanded = [] } = shown.subject
    page().ask({ ...shown.subject, expanded: [...expanded, { id: member.id, side }] })
  }

  function openChain(id: string): void {
    const node = picture?.byId.get(id)?.node
    if (node?.kind !== 'chain') return
    const members = node.members.map(({ id }) => id)
    keep({ opened: [...view.opened, ...members], chosen: undefined, chosenEdge: undefined })
    reachable = members[0]!
    compose()
    parts!.stage.focus(members[0]!)
  }

  function escape(): void {
    if (picking !== undefined) picking = undefined
    else if (view.chosen !== undefined || view.chosenEdge !== undefined) {
      const back = view.chosen
      keep({ chosen: undefined, chosenEdge: undefined })
      compose()
      if (back) parts!.stage.focus(back)
      return
    } else if (view.path) keep({ path: undefined })
    else if (view.query) keep({ query: '' })
    compose()
  }

  const panelActions: PanelActions = {
    ...{ close: escape, chooseNode, chooseEdge, expand, openChain },
    pathFrom(id) {
      picking = id
      renderAround()
      page().announce(parts!.note.firstChild?.textContent ?? '')
    },
    focusOn: (reference) => page().ask({ reference, depth: shown.subject.depth, at: shown.subject.at }),
    compare: (reference) => {
      const { model, version } = shown.data.focus
      page().run('pedigree.compare', { columns: [`${model}@${version}`, reference] })
    },
    run: (command, about) =>
      page().run(command, command === 'pedigree.timeline' ? { model: about } : { reference: about }),
    copy: (text) => page().copy(text),
  }

  function build(): Parts {
    const [title, summary] = [h('h1', {}), h('p', { class: 'quiet summary' })]
    const note = h('div', { class: 'note', role: 'status' })
    const panel = h('aside', { class: 'panel', 'aria-label': l10n.t('What was chosen') })
    const table = h('div', { class: 'tables' })
    const drawing = stage({
      choose(id, isAlso) {
        if (isAlso && view.chosen && view.chosen !== id) setPath(view.chosen, id)
        else if (picture?.byId.get(id)?.node.kind === 'chain' && picking === undefined) openChain(id)
        else chooseNode(id)
      },
      ...{ chooseEdge, expand },
      reach: (id) => {
        reachable = id
        picture && parts && drawing.show(picture, marks())
      },
      moved: (seen) => keep({ seen }),
    })
    const bar = toolbar({
      search(query) {
        keep({ query })
        compose()
      },
      nextFound() {
        const found = [...(marks().found ?? [])]
        const id = found[(found.indexOf(reachable) + 1) % found.length]
        const node = id === undefined ? undefined : picture!.byId.get(id)
        if (!node) return
        reachable = node.id
        const { camera } = drawing
        camera.centre(node.x + node.width / 2, node.y + node.height / 2, Math.max(camera.seen.k, 0.85))
        keep({ seen: camera.seen })
        drawing.show(picture!, marks())
        page().announce(node.node.label)
      },
      setDepth: (depth) => page().ask({ ...shown.subject, depth }),
      setAt(at) {
        const since = shown.data.focus.at
        if (at === undefined || at >= since) return page().ask({ ...shown.subject, at })
        note.hidden = false
        note.replaceChildren(l10n.t('{0} was not there yet on that day.', titleOf(shown.data)))
      },
      toggleKind(kind) {
        const { hiddenKinds } = view
        keep({
          hiddenKinds: hiddenKinds.includes(kind)
            ? hiddenKinds.filter((other) => other !== kind)
            : [...hiddenKinds, kind],
        })
        compose()
      },
      toggleCollapse() {
        keep({ collapse: !view.collapse, opened: [] })
        compose()
      },
      toggleTable() {
        keep({ table: !view.table })
        compose()
      },
      forgetExpansions: () => page().ask({ ...shown.subject, expanded: undefined }),
      zoom(factor) {
        drawing.camera.zoomBy(factor)
        keep({ seen: drawing.camera.seen })
      },
      fit() {
        drawing.camera.fit()
        keep({ seen: drawing.camera.seen })
      },
      exportAs: (kind) => void exportPicture(kind, picture!, shown.data, page()),
    })
    const frame = h('div', { class: 'frame' }, h('div', { class: 'drawing' }, drawing.svg, note), panel)
    const root = h('div', { class: 'lineage' }, h('header', {}, title, summary), bar.element, frame, table)
    root.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      escape()
    })
    return { ...{ root, title, summary, bar, stage: drawing, note, panel, table } }
  }

  return { draw }
}

/** Smaller than this nobody reads it: then the drawing begins at the version that it is about. */
const readable = 0.5
const same = (one: { from: string; to: string }, other: { from: string; to: string } | undefined): boolean =>
  one.from === other?.from && one.to === other.to
