import { isOnDataset } from './measurements'
import type { Asked } from './outcome'
import { firstOf, typed } from './words'

/** What to say of a candidate without the metric that is asked for, and how to record it. */
export function noMetric(
  { facts: { candidate }, name, measurements }: Asked,
  metric: string,
  { slices, dataset }: { slices?: string | undefined; dataset?: string | undefined },
): string {
  const what = `${metric}${slices === undefined ? '' : ` for ${slices}`}${dataset === undefined ? '' : ` on ${dataset}`}`
  const slice = slices === undefined ? '' : `/${slices.replace(/[*?]+/g, '…')}`
  const data = dataset === undefined ? '' : ` --data ${typed(`${dataset}=FILE`)}`
  return `${name} has no ${what}; record it with: pedigree evaluate ${typed(name)} --metric ${typed(`${metric}${slice}=…`)}${data}.${elsewhere()}`

  /** What it has instead, where that may be what was meant. */
  function elsewhere(): string {
    const values = measurements(candidate, metric)
    const fitting = dataset === undefined ? values : values.filter((value) => isOnDataset(value, dataset))
    if (fitting.length) return ` It has ${firstOf(fitting.map(({ label }) => label))}.`
    if (values.length) return ` It has ${firstOf(values.map(({ label }) => label))}.`
    const near = Object.values(candidate.metrics).find(({ name }) => name.toLowerCase() === metric.toLowerCase())
    return near ? ` It has ${near.name}, which is another metric.` : ''
  }
}
