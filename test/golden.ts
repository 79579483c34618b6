import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectRoot } from './host/projectRoot'

/** Compares with `test/golden/<name>`; what differs is written beside it. `UPDATE_GOLDEN=1` takes it over. */
export function matchesGolden(name: string, text: string): void {
  const path = join(projectRoot, 'test', 'golden', name)
  const actual = `${path}.actual`
  rmSync(actual, { force: true })
  if (process.env['UPDATE_GOLDEN']) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  const expected = existsSync(path) ? readFileSync(path, 'utf8') : ''
  if (text !== expected) writeFileSync(actual, text)
  assert.equal(text, expected, `see ${actual}`)
}
