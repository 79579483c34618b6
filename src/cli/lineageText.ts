import type { Graph, LineageEdge, LineageNode, Side } from '../core/lineage/graph'
import { edgesOf } from '../core/lineage/paths'
import type { TracedLineage } from '../operations/traceLineage'
import { basisText } from './past'
import { bold, counted, dim, prettyMetrics } from './text'

/** A lineage as two trees: what the version was made of, and what follows from it. */
export function lineageText(traced: Omit<TracedLineage, 'change'>): string {
  const { focus, basis, nodes } = traced
  const own = nodes.find(({ id }) => id === focus.node)!
  const before = branches(traced, focus.node, 'before')
  const after = branches(traced, focus.node, 'after')
  return [
    ...(basis.asked === null ? [] : [basisText(basis)]),
    `${bold(own.label)}${said(own)}`,
    ...(before.length ? ['', bold('Made of'), ...before] : []),
    ...(after.length ? ['', bold('Leads to'), ...after] : []),
    ...(before.length || after.length ? [] : ['Nothing is known of what it was made of, and nothing was made of it.']),
  ].join('\n')
}

/** Depth first; what was told before is only named. */
function branches(graph: Graph, root: string, side: Side): string[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const near = edgesOf(graph)
  const told = new Set([root])
  const lines: string[] = []
  const grow = (id: string, indent: string) => {
    const edges = near.get(id)![side]
    const rest = byId.get(id)!.hidden[side]
    edges.forEach((edge, i) => {
      const next = side === 'before' ? edge.from : edge.to
      const node = byId.get(next)!
      const isLast = i === edges.length - 1 && !rest
      const again = told.has(next)
      const more = again && near.get(next)![side].length ? dim(' (above)') : ''
      lines.push(`${indent}${isLast ? '└─ ' : '├─ '}${relationText(edge)} ${nameText(node)}${more}`)
      if (again) return
      told.add(next)
      // Deeper than any terminal is wide nobody reads, and no stack reaches.
      if (indent.length < 600) grow(next, `${indent}${isLast ? '   ' : '│  '}`)
    })
    if (rest) lines.push(`${indent}└─ ${dim(`${rest} more`)}`)
  }
  grow(root, '')
  return lines
}

const relationText = ({ relation, dirty, percent }: LineageEdge): string =>
  dim(`${relation}${dirty ? ' (uncommitted changes)' : ''}${percent === undefined ? '' : ` ${percent}%`}`)

const kinds: Partial<Record<LineageNode['kind'], string>> = { dataset: 'data', code: 'commit', run: 'run' }
const nameText = (node: LineageNode): string => [kinds[node.kind], node.label].filter(Boolean).join(' ') + said(node)

/** What there is to say of a node on its line. */
function said(node: LineageNode): string {
  const parts = partsOf(node).filter(Boolean)
  return parts.length ? `  ${parts.join('  ')}` : ''
}

function partsOf(node: LineageNode): (string | null | undefined)[] {
  switch (node.kind) {
    case 'dataset':
      return [node.facts.version, node.facts.digest?.slice(0, 19), node.facts.uri]
    case 'code':
      return [node.facts.branch, node.facts.remote]
    case 'run':
      return [node.facts.status, node.facts.isRecorded ? '' : 'not recorded']
    case 'version': {
      const { stage, aliases, metrics, isMissing, files } = node.facts
      if (isMissing) return ['not registered here']
      return [
        stage === 'none' ? '' : stage,
        aliases.join(', '),
        prettyMetrics([...metrics], 2),
        files === 0 ? counted(0, 'file') : '',
      ]
    }
    case 'stage':
      return []
    case 'deployment':
      return [`runs v${node.facts.runs}`]
  }
}
