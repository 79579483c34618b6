import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromCsv, isMeasured, split, toCsv } from './penguins'
import { projectRoot } from '../host/projectRoot'

/** The data sets of the demo, by path in its workspace. */
export function curations(): Record<'data/penguins-v1.csv' | 'data/penguins-v2.csv' | 'data/held-out.csv', string> {
  const source = readFileSync(join(projectRoot, 'test/demo/data/penguins.csv'), 'utf8')
  const { train, heldOut } = split(fromCsv(source).filter(isMeasured), 1)
  return {
    // The first curation: only birds with every column filled in, and no beaks.
    'data/penguins-v1.csv': toCsv(
      train.filter(({ sex }) => sex),
      ['id', 'species', 'island', 'flipper_length_mm', 'body_mass_g', 'sex'],
    ),
    'data/penguins-v2.csv': toCsv(train),
    'data/held-out.csv': toCsv(heldOut),
  }
}
