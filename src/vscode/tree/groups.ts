import type { EventRow } from '../../index/history'
import { eventNode, type EventNode, type FactNode, type GroupName, type GroupNode, type VersionNode } from './nodes'

/** A line before it has its place in the tree; `id` tells it from its neighbours. */
export type Fact = Omit<FactNode, 'kind' | 'folder' | 'parent' | 'group'>

export const factNode = (parent: VersionNode | GroupNode, group: FactNode['group'], fact: Fact): FactNode => ({
  ...fact,
  kind: 'fact',
  id: `${parent.id} ${fact.id}`,
  folder: parent.folder,
  parent,
  group,
})

/** Lines that are folded into one; none where there is nothing to say. */
export function group(parent: VersionNode, name: GroupName, facts: Fact[]): GroupNode[] {
  const node = emptyGroup(parent, name)
  node.children = facts.map((fact) => factNode(node, name, fact))
  return facts.length ? [node] : []
}

export function historyGroup(parent: VersionNode, events: EventRow[]): GroupNode {
  const node = emptyGroup(parent, 'history')
  node.children = events.map((event): EventNode => {
    const row = eventNode(parent.folder, event, node)
    return { ...row, id: `${node.id} ${event.seq} ${event.n}` }
  })
  return node
}

const emptyGroup = (parent: VersionNode, name: GroupName): GroupNode => ({
  kind: 'group',
  id: `${parent.id} ${name}`,
  folder: parent.folder,
  parent,
  group: name,
  children: [],
})
