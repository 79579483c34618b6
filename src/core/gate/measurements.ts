import type { Metric } from '../metric'
import type { Version } from '../model'
import type { DatasetRef } from '../record'
import { isOfSlices, readSlice, type Slice } from './slices'

/** One value of a metric. */
export interface Measured {
  /** May be NaN or infinite. */
  readonly value: number
  /** `recall of region=EU on holdout`. */
  readonly label: string
  /** As it was written. */
  readonly written: string | undefined
  readonly slice: Slice
  /** What it was measured on: a name, or a digest that the version's record has no name for. */
  readonly dataset: string | undefined
  /** Of the dataset, as far as the version's record knows it. */
  readonly digest: string | undefined
}

/** The values of one metric of a version, in the order of slices and datasets. */
export type Measurements = (version: Version, metric: string) => readonly Measured[]

/** Reads the metrics of each version once, and each way to write a slice once. */
export function measurements(): Measurements {
  const known = new Map<Version, ReadonlyMap<string, readonly Measured[]>>()
  const slices = new Map<string, Slice>()
  const sliceOf = (text: string): Slice => {
    const slice = slices.get(text) ?? readSlice(text)
    slices.set(text, slice)
    return slice
  }
  return (version, metric) => {
    const index = known.get(version) ?? indexOf(version, sliceOf)
    known.set(version, index)
    return index.get(metric) ?? []
  }
}

function indexOf(version: Version, sliceOf: (text: string) => Slice): ReadonlyMap<string, readonly Measured[]> {
  const digests = digestsOf(version.record.data)
  const names = new Map([...digests].map(([name, digest]) => [digest, name]))
  const index = new Map<string, Measured[]>()
  for (const metric of Object.values(version.metrics)) {
    const { name, value, slice: written } = metric
    const dataset = names.get(metric.dataset ?? '') ?? metric.dataset
    const measured: Measured = {
      value: Number(value),
      label: labelOf({ ...metric, dataset }),
      slice: sliceOf(written ?? ''),
      written,
      dataset,
      digest: dataset === undefined ? undefined : isDigest(dataset) ? dataset : digests.get(dataset),
    }
    const others = index.get(name)
    if (others) others.push(measured)
    else index.set(name, [measured])
  }
  for (const values of index.values()) values.sort(inOrder)
  return index
}

const inOrder = (a: Measured, b: Measured): number =>
  compare(a.slice.part, b.slice.part) || compare(a.dataset ?? '', b.dataset ?? '') || compare(a.label, b.label)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export const isDigest = (text: string): boolean => /^[a-z0-9-]+:[0-9a-f]{16,}$/i.test(text)

/** Names that the record gives to one digest. */
export function digestsOf(data: readonly DatasetRef[]): ReadonlyMap<string, string> {
  const digests = new Map<string, string | undefined>()
  for (const { name, digest } of data)
    digests.set(name, digests.has(name) && digests.get(name) !== digest ? undefined : digest)
  return new Map([...digests].filter((entry): entry is [string, string] => entry[1] !== undefined))
}

const labelOf = ({ name, slice, dataset }: Pick<Measured, 'dataset'> & Pick<Metric, 'name' | 'slice'>): string =>
  `${name}${slice === undefined ? '' : ` of ${slice}`}${dataset === undefined ? '' : ` on ${shortened(dataset)}`}`

export const shortened = (dataset: string): string => (isDigest(dataset) ? `${dataset.slice(0, 19)}…` : dataset)

/** What it was measured on, in words. */
export const datasetText = ({ dataset, digest }: Pick<Measured, 'dataset' | 'digest'>): string =>
  dataset === undefined
    ? 'data without a name'
    : digest === undefined || digest === dataset
      ? shortened(dataset)
      : `${dataset} (${shortened(digest)})`

/** By digest where both are known, else by name. */
export const isSameDataset = (a: Measured, b: Measured): boolean =>
  a.digest !== undefined && b.digest !== undefined ? a.digest === b.digest : a.dataset === b.dataset

/** Those that a rule is about: without `slices`, values of all the data. */
export function selected(
  values: readonly Measured[],
  { slices, dataset }: { slices?: string | undefined; dataset?: string | undefined },
): readonly Measured[] {
  const pattern = readSlice(slices ?? '')
  return values.filter(
    (value) => isOfSlices(value.slice, pattern) && (dataset === undefined || isOnDataset(value, dataset)),
  )
}

export const isOnDataset = (value: Measured, dataset: string): boolean =>
  value.dataset === dataset || value.digest === dataset

/** By slice, however it is written. */
export function byPart(values: readonly Measured[]): ReadonlyMap<string, readonly Measured[]> {
  const groups = new Map<string, Measured[]>()
  for (const value of values) {
    const group = groups.get(value.slice.part)
    if (group) group.push(value)
    else groups.set(value.slice.part, [value])
  }
  return groups
}
