import { badAlias, badLabel, badModelName } from './errors'

/** The form in which a model's name is stored and compared (Unicode NFC, no blanks around it). */
export function modelName(text: string): string {
  const name = text.normalize('NFC').trim()
  if (!isModelName(name)) throw badModelName(text)
  return name
}

export function isModelName(name: string): boolean {
  // A model is a folder of the editor's file system, where these two mean others.
  if (name === '.' || name === '..') return false
  return name.length >= 1 && name.length <= 250 && !/[@:/\\\p{Cc}\p{Cs}]/u.test(name)
}

/** Refuses an alias that could be mistaken for a number, an id, `latest` or one of `stages`. */
export function checkAlias(alias: string, stages: readonly string[]): void {
  const problem = problemOf(alias, stages)
  if (problem) throw badAlias(alias, problem)
}

/** The same rules as for an alias: both stand after the @ of a reference. */
export function checkLabel(label: string, stages: readonly string[]): void {
  const problem = problemOf(label, stages)
  if (problem) throw badLabel(label, problem)
}

function problemOf(name: string, stages: readonly string[]): string | undefined {
  if (!/^[A-Za-z0-9._-]{1,128}$/.test(name)) return 'it may have letters, digits and . _ - only'
  if (/^\d+$/.test(name)) return 'it would read as a version number'
  if (/^v\d+$/i.test(name)) return 'it would read as a version number'
  if (name.toLowerCase() === 'latest') return '"latest" always means the newest version'
  if (stages.some((stage) => stage.toLowerCase() === name.toLowerCase())) return 'it is the name of a stage'
  return undefined
}
