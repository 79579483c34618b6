import type { FileEntry } from '../record'

export type FileChange = 'same' | 'changed' | 'added' | 'removed'

export interface FileRow {
  name: string
  values: (Pick<FileEntry, 'size' | 'sha256'> | null)[]
  /** Against the baseline; null for itself, and where both lack the file. */
  changes: (FileChange | null)[]
  same: boolean
}

/** The files of all columns, in the order of their paths. */
export function fileRows(columns: readonly (readonly FileEntry[])[], baseline: number): FileRow[] {
  const files = columns.map((entries) => new Map(entries.map((file) => [file.path, file])))
  const paths = [...new Set(columns.flatMap((entries) => entries.map(({ path }) => path)))].sort()
  return paths.map((name) => {
    const values = files.map((entries) => {
      const file = entries.get(name)
      return file ? { size: file.size, sha256: file.sha256 } : null
    })
    const base = values[baseline] ?? null
    const changes = values.map((value, i) => (i === baseline ? null : fileChange(value, base)))
    return { name, values, changes, same: values.every((value) => value?.sha256 === values[0]?.sha256) }
  })
}

function fileChange(value: FileRow['values'][number], base: FileRow['values'][number]): FileChange | null {
  if (!value) return base ? 'removed' : null
  if (!base) return 'added'
  return value.sha256 === base.sha256 ? 'same' : 'changed'
}
