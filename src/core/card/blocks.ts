import { minuteOf } from '../gate/words'
import { unsafeFiles } from '../safeFiles'
import type { CardFacts } from './card'
import { code, plain, table, tableOf } from './markdown'
import { baselineBlock, factorsBlock, overallBlock, slicesBlock } from './metricBlocks'

/** By the id of a section: what the record says of it, as Markdown. What it says nothing of is left out. */
export function blocksOf(facts: CardFacts): Record<string, string> {
  const written: Record<string, string | undefined> = {
    'identity.version': versionBlock(facts),
    'identity.digest': filesBlock(facts),
    'identity.parents': parentsBlock(facts),
    'identity.changes': changesBlock(facts),
    factors: factorsBlock(facts),
    'data.training': dataBlock(facts),
    signature: signatureBlock(facts),
    'training.commit': codeBlock(facts),
    'training.params': paramsBlock(facts),
    'training.env': environmentBlock(facts),
    'eval.overall': overallBlock(facts),
    'eval.slices': slicesBlock(facts),
    'eval.baseline': baselineBlock(facts),
    security: securityBlock(facts),
    'gov.gates': gatesBlock(facts),
    'gov.checks': checksBlock(facts),
    'gov.approvals': approvalsBlock(facts),
  }
  return Object.fromEntries(Object.entries(written).filter((entry): entry is [string, string] => !!entry[1]))
}

const person = ({ name, email }: CardFacts['author']): string => plain(name || email || 'somebody')

function versionBlock(facts: CardFacts): string {
  const { model, version, id, at, author, stage, aliases, label, description, run } = facts
  const rows: [string, string][] = [
    ['Model', plain(model)],
    ['Version', String(version)],
    ['Id', code(id)],
    ['Registered', `${minuteOf(at)} by ${person(author)}`],
    ['Stage', plain(stage)],
    ['Aliases', aliases.map(plain).join(', ')],
    ['Label', label === null ? '' : plain(label)],
    ['Description', plain(description)],
    ['Run', run === null ? '' : code(run)],
  ]
  return table(
    ['', ''],
    rows.filter(([, value]) => value),
  )
}

function filesBlock({ digest, files, fileCount, bytes }: CardFacts): string {
  const rows = files.map(({ path, size, sha256 }) => [code(path), sizeOf(size), code(sha256)])
  const left = fileCount - files.length
  return (
    `${fileCount} ${fileCount === 1 ? 'file' : 'files'}, ${sizeOf(bytes)}. Digest of all: ${code(digest)}.\n\n` +
    table(['File', '>Size', 'sha256'], rows, 'files') +
    (left > 0 && files.length <= 50 ? `\n\n… and ${left} more files.` : '')
  )
}

const parentsBlock = ({ parents }: CardFacts): string =>
  parents.length
    ? table(
        ['Parent', 'How', 'Id'],
        parents.map(({ reference, relation, id }) => [plain(reference), relation.replaceAll('-', ' '), code(id)]),
        'parents',
      )
    : ''

const changesBlock = ({ changes }: CardFacts): string =>
  changes?.lines.length ? `Since ${plain(changes.reference)}:\n\n${listOf(changes.lines.map(plain), 'changes')}` : ''

function dataBlock({ data }: CardFacts): string {
  if (!data.length) return 'No data was recorded.'
  const rows = data.map(({ name, version = '', digest = '', rows: count, size, uri = '' }) => [
    ...[plain(name), plain(version), count === undefined ? '' : String(count)],
    ...[size === undefined ? '' : sizeOf(size), code(digest), code(uri)],
  ])
  return table(['Dataset', 'Version', '>Rows', '>Size', 'Digest', 'Address'], rows, 'datasets')
}

function signatureBlock({ signature }: CardFacts): string {
  if (!signature) return ''
  const { inputs, outputs = [], params = [] } = signature
  const rows = [...inputs.map(field('input')), ...outputs.map(field('output')), ...params.map(field('parameter'))]
  return table(['', 'Name', 'Type', 'Shape', 'Required', 'Default'], rows, 'fields')
}

type Field = NonNullable<CardFacts['signature']>['inputs'][number]
const field =
  (kind: string) =>
  ({ name = '', type, shape, required, default: usual }: Field): string[] => [
    ...[kind, code(name), code(type), shape ? code(`(${shape.join(', ')})`) : ''],
    ...[required === undefined ? '' : required ? 'yes' : 'no', usual === undefined ? '' : code(usual)],
  ]

function codeBlock({ code: source, run }: CardFacts): string {
  if (!source) return run === null ? 'No code was recorded.' : `Made by run ${code(run)}; no code was recorded.`
  const { commit, branch, remote, dirty } = source
  const rows: [string, string][] = [
    ['Commit', `${code(commit)}${dirty ? ', with changes that are not in it' : ''}`],
    ['Branch', branch === undefined ? '' : code(branch)],
    ['Repository', remote === undefined ? '' : code(remote)],
    ['Run', run === null ? '' : code(run)],
  ]
  return table(
    ['', ''],
    rows.filter(([, value]) => value),
  )
}

function paramsBlock({ params }: CardFacts): string {
  const given = Object.entries(params)
  return given.length
    ? tableOf(['Parameter', 'Value'], given, ([name, value]) => [code(name), code(value)], 'parameters')
    : ''
}

function environmentBlock({ environment }: CardFacts): string {
  const rows = leaves(environment, '', 0)
    .filter(([, value]) => value !== '' && value !== null)
    .map(([name, value]) => [code(name), isLong(value) ? listedIn(value) : code(value)])
  return rows.length ? table(['', ''], rows, 'entries') : ''
}

type Group = Record<string, unknown>

/** Packages, say: one row is enough for all of them. */
const isLong = (value: unknown): value is Group =>
  isGroup(value) && Object.keys(value).length > 8 && Object.values(value).every((inner) => !isGroup(inner))

const isGroup = (value: unknown): value is Group => typeof value === 'object' && value !== null && !Array.isArray(value)

function listedIn(group: Group): string {
  const names = Object.entries(group).map(([name, value]) => code(`${name} ${String(value)}`))
  const more = names.length - 40
  return names.slice(0, 40).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** `python.version` and so on; what is deeper is shown as JSON. */
function leaves(value: Readonly<Group>, before: string, depth: number): [string, unknown][] {
  return Object.entries(value).flatMap(([name, inner]): [string, unknown][] =>
    isGroup(inner) && depth < 3 && !isLong(inner)
      ? leaves(inner, `${before}${name}.`, depth + 1)
      : [[`${before}${name}`, inner]],
  )
}

function securityBlock(facts: CardFacts): string {
  const { files, fileCount } = facts
  const unsafe = unsafeFiles({ files: [...files] }) ?? []
  const judged = 'Judged by the names of the files; their contents were not read.'
  if (unsafe.length)
    return `${table(
      ['File', 'Why loading it may run code'],
      unsafe.map(({ path, why }) => [code(path), why]),
      'files',
    )}\n\n${judged}`
  if (files.length < fileCount) return `Not every file was looked at. ${judged}`
  return `No file may run code when it is loaded. ${judged}`
}

function gatesBlock({ gates }: CardFacts): string {
  if (!gates.length) return ''
  const rows = gates.flatMap(({ stage, at, outcome, digest, report }) => {
    const begin = [plain(stage), minuteOf(at), plain(outcome)]
    const rules = report?.rules ?? []
    if (!rules.length) return [[...begin, '', '', code(digest.slice(0, 12))]]
    return rules.map(({ rule, passed, actual }, i) => [
      ...(i ? ['', '', ''] : begin),
      ...[code(rule), `${passed ? 'passed' : '**failed**'}: ${plain(actual)}`, i ? '' : code(digest.slice(0, 12))],
    ])
  })
  return table(['Stage', 'When', 'Outcome', 'Rule', 'Result', 'Report'], rows, 'rules')
}

const checksBlock = ({ checks }: CardFacts): string =>
  checks.length
    ? table(
        ['Check', 'Result', 'When', 'By', 'Address'],
        checks.map(({ name, result, at, by, url = '' }) => [
          ...[code(name), result === 'pass' ? 'passed' : '**failed**', minuteOf(at), person(by), code(url)],
        ]),
        'checks',
      )
    : ''

const approvalsBlock = ({ approvals }: CardFacts): string =>
  approvals.length
    ? table(
        ['Stage', 'By', 'When', 'Signed', 'Note'],
        approvals.map(({ stage, at, by, signed, note = '' }) => [
          ...[plain(stage), person(by), minuteOf(at), signed ? 'yes' : 'no', plain(note)],
        ]),
        'approvals',
      )
    : ''

function listOf(items: readonly string[], noun: string): string {
  const more = items.length - 50
  return [...items.slice(0, 50).map((item) => `- ${item}`), ...(more > 0 ? [`- … and ${more} more ${noun}`] : [])].join(
    '\n',
  )
}

/** `1.2 MB`. */
function sizeOf(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB']
  let [value, unit] = [bytes, 0]
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1]
  return `${unit ? value.toPrecision(3) : value} ${units[unit]}`
}
