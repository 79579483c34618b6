import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { parse } from 'csv-parse'
import type { DatasetRef } from '../core/record'

/** So many bytes are read for the columns; rows are counted in files up to the second size. */
const [headSize, mostCounted] = [64 * 1024, 256 * 1024 * 1024]
/** A table that is wider, or has longer names, is none that anybody would want to see described. */
const [mostColumns, mostNames] = [2000, 64 * 1024]
/** A record that is longer is none. */
const longestRecord = 1024 * 1024

/** The columns of a CSV or TSV file, by its first line, and how many rows it has; what cannot be told is left out. */
export async function tableOf(path: string, size: number): Promise<Pick<DatasetRef, 'rows' | 'columns'>> {
  if (!/\.(csv|tsv)$/i.test(path)) return {}
  const head = await headOf(path)
  // Other encodings, and what is no text.
  if (head.includes('\0') || head.includes('\uFFFD')) return {}
  const delimiter = delimiterOf(path, head)
  let columns: string[] | undefined
  let rows = 0
  try {
    const isCounted = size <= mostCounted
    const source = createReadStream(path, isCounted ? {} : { end: longestRecord })
    const options = { delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true }
    const records = source.pipe(parse({ ...options, max_record_size: longestRecord }))
    source.on('error', (error) => records.destroy(error))
    try {
      for await (const record of records as AsyncIterable<string[]>) {
        if (columns) rows++
        else if (!(columns = record).length || !isCounted) break
      }
    } finally {
      source.destroy()
    }
    return isDescribable(columns) ? { ...(isCounted ? { rows } : {}), columns: columns.map((name) => ({ name })) } : {}
  } catch {
    // Not a table after all, or gone meanwhile: there is nothing to record.
    return {}
  }
}

const isDescribable = (columns: string[] | undefined): columns is string[] =>
  columns !== undefined && columns.length <= mostColumns && columns.join('').length <= mostNames

async function headOf(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headSize), 0, headSize, 0)
    // The last character may be cut.
    return new TextDecoder().decode(buffer.subarray(0, bytesRead), { stream: true })
  } finally {
    await file.close()
  }
}

/** Spreadsheets of many countries write semicolons. */
function delimiterOf(path: string, head: string): string {
  if (/\.tsv$/i.test(path)) return '\t'
  const [line = ''] = head.split(/\r?\n/, 1)
  return line.includes(',') || !line.includes(';') ? ',' : ';'
}
