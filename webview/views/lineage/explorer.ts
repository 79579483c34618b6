import * as l10n from '@vscode/l10n'
import type { Side } from '../../../src/core/lineage/graph'
import { pathsBetween } from '../../../src/core/lineage/paths'
import type { Actions, Drawn } from '../../page'
import { endsOf, isOf, renderAround, type State } from './around'
import type { Marks } from './draw'
import { exportPicture } from './export'
import type { PanelActions } from './panel'
import { makeParts, type Parts } from './parts'
import { type Picture, pictureOf } from './picture'
import { matches } from './search'
import { titleOf } from './summary'
import type { ToolbarActions } from './toolbar'
import { freshView, type View } from './view'

type Shown = Drawn<'lineage', View>

/** The page: one drawing, and all that may be done with it. */
export function explorer(page: () => Actions<'lineage', View>): { draw(shown: Shown): void } {
  let parts: Parts | undefined
  let state: State
  /** What the picture was made of, so that it is not made again of the same. */
  let made = ''
  let written: { data: Shown['data']; text: string } | undefined
  /** What stays in its place when the rest moves. */
  let anchor: string | undefined

  function draw(shown: Shown): void {
    const { reference } = shown.subject
    const isFirst = !parts?.root.isConnected
    const before: Partial<View> = parts ? state.view : shown.view
    const isSame = before.reference === reference
    const kept = isSame ? before : { collapse: before.collapse ?? true, table: before.table ?? false }
    const view = { ...freshView(reference), ...kept }
    if (isFirst || !parts) {
      parts = makeParts({ ...stageActions, ...toolbarActions, escape })
      shown.main.replaceChildren(parts.root)
    }
    const isNew = isFirst || !isSame
    if (isNew) made = ''
    compose({ shown, view }, isNew)
  }

  function keep(change: Partial<View>): void {
    state.view = { ...state.view, ...change }
    page().keep(state.view)
  }

  /** Makes the picture, if something is other than it was, and shows it. */
  function compose({ shown, view }: Pick<State, 'shown' | 'view'> = state, isNew = false): void {
    const before = isNew ? undefined : state.picture
    const { nodes, edges, focus } = shown.data
    const { hiddenKinds, collapse, opened, chosen } = view
    const make = (keep: readonly string[]): Picture => {
      const looked = { focus: focus.node, hiddenKinds, collapse, keep }
      const making = JSON.stringify(looked) + textOf(shown.data)
      if (making === made && before) return before
      made = making
      return pictureOf({ nodes, edges }, looked, before?.byId)
    }
    let picture = make(opened)
    // What is chosen is not folded away.
    const isFolded = chosen !== undefined && !picture.byId.has(chosen) && nodes.some(({ id }) => id === chosen)
    const now = isFolded ? { ...view, opened: [...opened, chosen] } : view
    if (isFolded) picture = make(now.opened)
    const marks = marksOf(picture, now, focus.node)
    state = { shown, view: now, picture, marks, picking: isNew ? undefined : state.picking }
    if (!before) begin()
    else if (before !== picture) hold(before, picture)
    parts!.stage.show(picture, state.marks)
    renderAround(parts!, state, panelActions)
  }

  /** Of the same data it is written once. */
  function textOf(data: Shown['data']): string {
    if (written?.data !== data) written = { data, text: JSON.stringify([data.nodes, data.edges]) }
    return written.text
  }

  function marksOf(picture: Picture, { chosen, chosenEdge, path, query }: View, focus: string): Marks {
    const reachable = [parts!.stage.reachable(), chosen, focus].find((id) => id !== undefined && picture.byId.has(id))
    return {
      ...{ focus, chosen, chosenEdge, reachable: reachable ?? focus },
      path: path && pathsBetween(picture.graph, ...path),
      found: query ? matches(picture, query) : undefined,
    }
  }

  function begin(): void {
    const { stage } = parts!
    const { picture, marks, view } = state
    stage.show(picture, marks)
    if (view.seen) return stage.camera.look(view.seen)
    stage.camera.fit()
    if (stage.camera.seen.k < readable) centre(marks.focus, comfortable)
  }

  function centre(id: string, least: number): void {
    const node = state.picture.byId.get(id)
    const { camera } = parts!.stage
    if (node) camera.centre(node.x + node.width / 2, node.y + node.height / 2, Math.max(camera.seen.k, least))
  }

  /** The picture moves so that one node does not. */
  function hold(before: Picture, after: Picture): void {
    const { view, marks } = state
    const id = [anchor, view.chosen, marks.focus].find((id) => id && before.byId.has(id) && after.byId.has(id))
    anchor = undefined
    if (id === undefined) return
    const { camera } = parts!.stage
    const [was, is] = [before.byId.get(id)!, after.byId.get(id)!]
    const { x, y, k } = camera.seen
    if (was.x === is.x && was.y === is.y) return
    camera.look({ k, x: x + (was.x - is.x) * k, y: y + (was.y - is.y) * k })
    keep({ seen: camera.seen })
  }

  function chooseNode(id: string): void {
    const { picking } = state
    if (picking !== undefined && picking !== id) return setPath(picking, id)
    keep({ chosen: id, chosenEdge: undefined })
    compose()
    const placed = state.picture.byId.get(id)
    // The panel may have taken the place where it was.
    if (placed) parts!.stage.camera.reveal(placed)
  }

  function chooseEdge(key: string): void {
    const edge = state.picture.edges.find((edge) => edge.key === key)
    keep({ chosenEdge: key, chosen: undefined })
    compose()
    if (!edge) return
    const { from, to } = edge
    const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y + from.height, to.y + to.height)]
    const [left, right] = [Math.min(from.x, to.x), Math.max(from.x + from.width, to.x + to.width)]
    parts!.stage.camera.reveal({ x: left, y: top, width: right - left, height: bottom - top })
    const { subject } = state.shown
    if (!isOf(subject.edge, edge)) page().ask({ ...subject, edge: endsOf(edge) })
  }

  function setPath(one: string, other: string): void {
    state.picking = undefined
    keep({ path: [one, other] })
    compose()
    page().announce(parts!.note.firstChild?.textContent ?? '')
  }

  function expand(id: string, side: Side): void {
    const node = state.picture.byId.get(id)?.node
    const member = node?.kind === 'chain' ? (side === 'before' ? node.members[0] : node.members.at(-1)) : node
    if (!member) return
    anchor = id
    const { subject } = state.shown
    page().ask({ ...subject, expanded: [...(subject.expanded ?? []), { id: member.id, side }] })
  }

  function openChain(id: string): void {
    const node = state.picture.byId.get(id)?.node
    if (node?.kind !== 'chain') return
    const members = node.members.map(({ id }) => id)
    keep({ opened: [...state.view.opened, ...members], chosen: undefined, chosenEdge: undefined })
    compose()
    parts!.stage.focus(members[0]!)
  }

  /** Undoes what is most in the way. */
  function escape(): void {
    const { picking, view } = state
    const back = view.chosen
    if (picking !== undefined) state.picking = undefined
    else if (back !== undefined || view.chosenEdge !== undefined) keep({ chosen: undefined, chosenEdge: undefined })
    else if (view.path) keep({ path: undefined })
    else if (view.query) keep({ query: '' })
    else return
    compose()
    if (picking === undefined && back !== undefined) parts!.stage.focus(back)
  }

  function clear(): void {
    state.picking = undefined
    keep({ path: undefined })
    compose()
  }

  const panelActions: PanelActions = {
    ...{ close: escape, clear, chooseNode, chooseEdge, expand, openChain },
    pathFrom(id) {
      state.picking = id
      keep({ path: undefined })
      compose()
      page().announce(parts!.note.firstChild?.textContent ?? '')
    },
    focusOn: (reference) => {
      const { depth, at } = state.shown.subject
      page().ask({ reference, depth, at })
    },
    compare(reference) {
      const { model, version } = state.shown.data.focus
      page().run('pedigree.compare', { columns: [`${model}@${version}`, reference] })
    },
    run: (command, about) =>
      page().run(command, command === 'pedigree.timeline' ? { model: about } : { reference: about }),
    copy: (text) => page().copy(text),
  }

  const stageActions = {
    choose(id: string, isAlso: boolean) {
      const { chosen } = state.view
      if (isAlso && chosen !== undefined && chosen !== id) setPath(chosen, id)
      else if (state.picture.byId.get(id)?.node.kind === 'chain' && state.picking === undefined) openChain(id)
      else chooseNode(id)
    },
    ...{ chooseEdge, expand },
    moved: (seen: View['seen']) => keep({ seen }),
  }

  const toggle = <T>(list: readonly T[], item: T): T[] =>
    list.includes(item) ? list.filter((other) => other !== item) : [...list, item]
  const change = (change: Partial<View>) => {
    keep(change)
    compose()
  }
  const toolbarActions: ToolbarActions = {
    search: (query) => change({ query }),
    nextFound() {
      const { found } = state.marks
      const list = [...(found ?? [])]
      const id = list[(list.indexOf(parts!.stage.reachable() ?? '') + 1) % list.length]
      if (id === undefined) return
      parts!.stage.reach(id)
      centre(id, comfortable)
      keep({ seen: parts!.stage.camera.seen })
      page().announce(state.picture.byId.get(id)?.node.label ?? '')
    },
    setDepth: (depth) => page().ask({ ...state.shown.subject, depth }),
    setAt(at) {
      const { subject, data } = state.shown
      if (at === undefined || at >= data.focus.at) return page().ask({ ...subject, at })
      const { note } = parts!
      note.hidden = false
      note.textContent = l10n.t('{0}: it was not there yet on that day.', titleOf(data))
      page().announce(note.textContent)
    },
    toggleKind: (kind) => change({ hiddenKinds: toggle(state.view.hiddenKinds, kind) }),
    toggleCollapse: () => change({ collapse: !state.view.collapse, opened: [] }),
    toggleTable: () => change({ table: !state.view.table }),
    forgetExpansions: () => page().ask({ ...state.shown.subject, expanded: undefined }),
    zoom(factor) {
      parts!.stage.camera.zoomBy(factor)
      keep({ seen: parts!.stage.camera.seen })
    },
    fit() {
      parts!.stage.camera.fit()
      keep({ seen: parts!.stage.camera.seen })
    },
    exportAs: (kind) => void exportPicture(kind, state.picture, state.shown.data, page()),
  }

  return { draw }
}

/** Smaller than this nobody reads it: then the drawing begins at the version that it is about, at a size that is. */
const readable = 0.66
const comfortable = 0.8
