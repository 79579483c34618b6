import { Uri } from 'vscode'
import { noSuchModel } from '../../core/errors'
import { isModelName } from '../../core/names'
import type { Registries, Registry } from '../registries'

export const scheme = 'pedigree'

/** What an address of the file system means. */
export type Place =
  | { kind: 'root'; folder: string }
  | { kind: 'model'; folder: string; model: string }
  | ({ kind: 'version' | 'card' | 'record' } & InVersion)
  /** A file of the version, or a folder of its files; empty for all of them. */
  | ({ kind: 'file'; path: string } & InVersion)

interface InVersion {
  folder: string
  model: string
  version: number
}

export type CardPlace = Extract<Place, { kind: 'version' | 'card' | 'record' }>

export const referenceOf = ({ model, version }: InVersion): string => `${model}@${version}`

type Known = Pick<Registries, 'found'>

/** `pedigree:/churn/7/CARD.md`. With several registries in a window the id of each stands before its paths. */
export const cardUri = (registries: Known, folder: string, model: string, version: number): Uri =>
  at(registries, folder, [model, String(version), 'CARD.md'])

/** `pedigree:/churn/7/files/weights.bin`. */
export const fileUri = (registries: Known, folder: string, model: string, version: number, path: string): Uri =>
  at(registries, folder, [model, String(version), 'files', path])

/** `pedigree:/churn/7/RECORD.json`. */
export const recordUri = (registries: Known, folder: string, model: string, version: number): Uri =>
  at(registries, folder, [model, String(version), 'RECORD.json'])

const at = (registries: Known, folder: string, parts: string[]): Uri =>
  Uri.from({ scheme, authority: authorityOf(registries, folder), path: `/${parts.join('/')}` })

function authorityOf({ found }: Known, folder: string): string {
  if (found.length < 2) return ''
  return found.find((registry) => registry.folder === folder)?.status?.id ?? ''
}

/** What an address means; undefined where it means nothing. Throws no-such-model where there is no such registry. */
export function placeOf({ found }: Known, uri: Uri): Place | undefined {
  const folder = registryOf(found, uri)?.folder
  if (folder === undefined) throw noSuchModel(uri.path)
  const [model, number, name, ...rest] = uri.path
    .split('/')
    .slice(1)
    .filter((part, i) => part || i > 2)
  if (model === undefined) return { kind: 'root', folder }
  if (!isModelName(model)) return undefined
  if (number === undefined) return { kind: 'model', folder, model }
  if (!/^[1-9]\d{0,14}$/.test(number)) return undefined
  const of = { folder, model, version: Number(number) }
  if (name === undefined || name === '') return { kind: 'version', ...of }
  if (name === 'files') return { kind: 'file', ...of, path: rest.join('/') }
  if (rest.length) return undefined
  return name === 'CARD.md' ? { kind: 'card', ...of } : name === 'RECORD.json' ? { kind: 'record', ...of } : undefined
}

/** The one that is named, or the first where none is: it was the only one when the address was made. */
const registryOf = (found: readonly Registry[], { authority }: Uri): Registry | undefined =>
  authority ? found.find(({ status }) => status?.id === authority) : found[0]
