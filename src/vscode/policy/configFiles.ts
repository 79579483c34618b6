import { dirname } from 'node:path'
import { type DocumentFilter, languages, Range, type TextDocument, type Uri } from 'vscode'
import type { Place } from '../../operations/yamlText'
import type { Registries, Registry } from '../registries'

/** Whatever language VS Code takes it for. */
export const configFiles: DocumentFilter = { scheme: 'file', pattern: '**/pedigree.yaml' }

export const isConfig = (document: TextDocument): boolean => languages.match(configFiles, document) > 0

/** The registry whose `pedigree.yaml` it is, if it can be asked. */
export const registryOf = ({ found }: Registries, uri: Uri): Registry | undefined =>
  found.find(({ status }) => status?.workspace === dirname(uri.fsPath))

export const rangeOf = ({ line, column, endLine, endColumn }: Place): Range =>
  new Range(line - 1, column - 1, endLine - 1, endColumn - 1)

export const rangeBetween = (document: TextDocument, from: number, to: number): Range =>
  new Range(document.positionAt(from), document.positionAt(to))
