export interface DecisionTree {
  kind: 'decision-tree'
  features: readonly string[]
  classes: readonly string[]
  root: TreeNode
}

/** A leaf holds the shares of the classes among the training rows that reached it; a branch sends `value <= threshold` to `yes`. */
export type TreeNode = { shares: number[] } | { feature: number; threshold: number; yes: TreeNode; no: TreeNode }

export interface Growth {
  maxDepth: number
  minLeaf: number
}

interface Sample {
  rows: readonly (readonly number[])[]
  labels: readonly number[]
}

/** CART: the split that lowers the Gini impurity most, until `maxDepth` or fewer than `minLeaf` rows on a side. */
export function fitDecisionTree(
  { features, classes }: Pick<DecisionTree, 'features' | 'classes'>,
  sample: Sample,
  growth: Growth,
): DecisionTree {
  return { kind: 'decision-tree', features, classes, root: grow(sample, classes.length, growth) }
}

export function treeProbabilities({ root }: DecisionTree, row: readonly number[]): number[] {
  let node = root
  while (!('shares' in node)) node = row[node.feature]! <= node.threshold ? node.yes : node.no
  return node.shares
}

function grow(sample: Sample, classes: number, { maxDepth, minLeaf }: Growth): TreeNode {
  const counts = countsOf(sample.labels, classes)
  const best = maxDepth > 0 ? bestSplit(sample, classes, minLeaf) : undefined
  if (!best) return { shares: counts.map((count) => count / sample.labels.length) }
  const { feature, threshold } = best
  const deeper = { maxDepth: maxDepth - 1, minLeaf }
  const side = (goes: (value: number) => boolean): Sample => {
    const kept = sample.rows.flatMap((row, at) => (goes(row[feature]!) ? [at] : []))
    return { rows: kept.map((at) => sample.rows[at]!), labels: kept.map((at) => sample.labels[at]!) }
  }
  return {
    feature,
    threshold,
    yes: grow(
      side((value) => value <= threshold),
      classes,
      deeper,
    ),
    no: grow(
      side((value) => value > threshold),
      classes,
      deeper,
    ),
  }
}

/** Undefined when no split makes the sides purer than the whole. */
function bestSplit({ rows, labels }: Sample, classes: number, minLeaf: number) {
  let best: { feature: number; threshold: number; impurity: number } | undefined
  let limit = gini(countsOf(labels, classes)) - 1e-9
  for (let feature = 0; feature < rows[0]!.length; feature++) {
    const order = rows
      .map((row, at) => ({ value: row[feature]!, label: labels[at]! }))
      .sort((a, b) => a.value - b.value)
    const below = countsOf([], classes)
    const above = countsOf(labels, classes)
    for (let at = 1; at < order.length; at++) {
      const { value, label } = order[at - 1]!
      below[label]!++
      above[label]!--
      if (value === order[at]!.value || at < minLeaf || order.length - at < minLeaf) continue
      const impurity = (gini(below) * at + gini(above) * (order.length - at)) / order.length
      if (impurity >= limit) continue
      limit = impurity
      best = { feature, threshold: (value + order[at]!.value) / 2, impurity }
    }
  }
  return best
}

function countsOf(labels: readonly number[], classes: number): number[] {
  const counts = Array.from({ length: classes }, () => 0)
  for (const label of labels) counts[label]!++
  return counts
}

function gini(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return 1 - counts.reduce((sum, count) => sum + (count / total) ** 2, 0)
}
