import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { latencyP99 } from './latency'
import { fromCsv } from './penguins'
import { predict, rowOf, train, type Candidate, type Recipe } from './train'
import { writeInto } from './workspace'

export interface Trained extends Candidate {
  /** of its files, in the workspace */
  folder: string
  latencyP99: string
}

/** Trains on the files of the workspace and leaves the candidate in `models/`. */
export function trainInto(workspace: string, recipe: Recipe): Trained {
  const read = (path: string) => fromCsv(readFileSync(join(workspace, path), 'utf8'))
  const heldOut = read('data/held-out.csv')
  const candidate = train(recipe, read(recipe.data), heldOut)
  const folder = `models/${recipe.name}`
  for (const [name, content] of Object.entries(candidate.files)) writeInto(workspace, `${folder}/${name}`, content)

  const rows = heldOut.map((penguin) => rowOf(penguin, recipe.features))
  const p99 = latencyP99((turn) => predict(candidate.model, rows[turn % rows.length]!))
  return { ...candidate, folder, latencyP99: p99.toFixed(6) }
}
