import { random } from './random'

export const species = ['Adelie', 'Chinstrap', 'Gentoo'] as const
export type Species = (typeof species)[number]
export const measurements = ['beak_length_mm', 'beak_depth_mm', 'flipper_length_mm', 'body_mass_g'] as const
export type Measurement = (typeof measurements)[number]

/** One bird. `id` is its row in the source, from 1; what was not recorded is undefined. */
export type Penguin = { id: number; species: Species; island: string; sex?: 'female' | 'male' } & Partial<
  Record<Measurement, number>
>
/** A bird that was measured, which is all that a species model needs. */
export type Measured = Penguin & Record<Measurement, number>

const columns = ['id', 'species', 'island', ...measurements, 'sex'] as const
type Column = (typeof columns)[number]

/** The rows as vega-datasets has them, with one spelling for names and for what is missing. */
export function cleaned(rows: readonly Record<string, unknown>[]): Penguin[] {
  return rows.map((row, at) =>
    penguinOf({
      id: at + 1,
      species: row['Species'],
      island: row['Island'],
      beak_length_mm: row['Beak Length (mm)'],
      beak_depth_mm: row['Beak Depth (mm)'],
      flipper_length_mm: row['Flipper Length (mm)'],
      body_mass_g: row['Body Mass (g)'],
      sex: String(row['Sex']).toLowerCase(),
    }),
  )
}

export function toCsv(rows: readonly Penguin[], keep: readonly Column[] = columns): string {
  return [keep, ...rows.map((row) => keep.map((column) => row[column] ?? ''))]
    .map((line) => `${line.join(',')}\n`)
    .join('')
}

export function fromCsv(text: string): Penguin[] {
  const [head = [], ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
  return rows.map((cells) => penguinOf(Object.fromEntries(head.map((column, at) => [column, cells[at]]))))
}

export function isMeasured(penguin: Penguin): penguin is Measured {
  return measurements.every((name) => penguin[name] !== undefined)
}

/** A third of the birds is never trained on. Whether a bird is among them depends on its id alone, so every curation agrees. */
export function split<P extends Penguin>(rows: readonly P[], seed: number): { train: P[]; heldOut: P[] } {
  const isHeldOut = ({ id }: P) => random(seed * 1000 + id)() < 1 / 3
  return { train: rows.filter((row) => !isHeldOut(row)), heldOut: rows.filter(isHeldOut) }
}

function penguinOf(cells: Record<string, unknown>): Penguin {
  const penguin: Penguin = {
    id: Number(cells['id']),
    species: speciesOf(cells['species']),
    island: String(cells['island']),
  }
  for (const name of measurements) {
    const cell = cells[name]
    if (cell !== null && cell !== undefined && cell !== '') penguin[name] = Number(cell)
  }
  if (cells['sex'] === 'female' || cells['sex'] === 'male') penguin.sex = cells['sex']
  return penguin
}

function speciesOf(cell: unknown): Species {
  const found = species.find((name) => name === cell)
  if (!found) throw new Error(`no such species: ${String(cell)}`)
  return found
}
