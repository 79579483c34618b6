import * as z from 'zod'

/** JSON has no NaN and no infinities; imports write them as these words. */
export const MetricValue = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])])
export type MetricValue = z.infer<typeof MetricValue>

export const Metric = z.object({
  name: z.string().min(1).max(250),
  value: MetricValue,
  /** The part of the data it was measured on, such as `region=EU`; absent for all of it. */
  slice: z.string().min(1).max(500).optional(),
  /** Digest or name of the dataset it was measured on. */
  dataset: z.string().min(1).max(500).optional(),
  /** How uncertain it is: the bounds of its confidence interval, and how much of the truth they cover, such as 0.95. */
  interval: z.object({ lower: z.number(), upper: z.number(), level: z.number().gt(0).lt(1).optional() }).optional(),
  /** How many rows it was measured on. */
  n: z.int().nonnegative().optional(),
})
export type Metric = z.infer<typeof Metric>

/** What makes two measurements the same metric: later ones replace earlier ones. */
export const metricKey = ({ name, slice = '', dataset = '' }: Omit<Metric, 'value'>): string =>
  JSON.stringify([name, slice, dataset])

/** `f1/region=EU`: how a metric is named where there is room for one word. */
export const metricLabel = ({ name, slice }: Pick<Metric, 'name' | 'slice'>): string =>
  slice ? `${name}/${slice}` : name
