import { nameOf } from '../core/reference'
import { metricLabel } from '../core/metric'
import { showVersion, type ShownVersion } from '../operations/showVersion'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { bold, counted, dim, prettyBytes, prettyTime, prettyValue, table } from './text'

export const show: Subcommand = (program, answer) =>
  program
    .command('show <ref>')
    .description('show everything known of a version')
    .action(async (reference: string, options: Usual) => {
      const json = await withRegistry(options, (ctx) => showVersion(ctx, { reference }))
      answer({ json, text: textOf(json) })
    })

function textOf(version: ShownVersion): string {
  const { record } = version
  const code =
    record.code &&
    `${record.code.commit.slice(0, 12)}${record.code.branch ? ` on ${record.code.branch}` : ''}${record.code.dirty ? ', with uncommitted changes' : ''}`
  const facts: [string, string | null | undefined][] = [
    [
      'Pending',
      version.pending.map(({ operation, target }) => [operation, target].filter(Boolean).join(' ')).join(', '),
    ],
    ['Stage', version.stage],
    ['Aliases', version.aliases.join(', ')],
    ['Label', version.label],
    ['Description', version.description],
    ['Registered', `${prettyTime(version.at)} by ${version.author.name} <${version.author.email}>`],
    ['Id', version.id],
    ['Digest', version.digest],
    ['Code', code],
    [
      'Data',
      record.data
        .map(({ name, digest, uri }) => [name, digest?.slice(0, 19), uri].filter(Boolean).join(' '))
        .join('; '),
    ],
    [
      'Parents',
      record.parents.map(({ model, version: id, relation }) => `${relation} ${model}@${id.slice(0, 12)}`).join(', '),
    ],
    [
      'Params',
      Object.entries(record.params)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    ],
    [
      'Tags',
      Object.entries(version.tags)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    ],
  ]
  const width = Math.max(...facts.map(([name]) => name.length))
  return [
    bold(nameOf(version)),
    ...facts.filter(([, value]) => value).map(([name, value]) => `${dim(name.padEnd(width))}  ${value}`),
    ...section(
      'Metrics',
      version.metrics.map((metric) => [metricLabel(metric), prettyValue(metric.value), metric.dataset ?? '']),
    ),
    ...section(
      'Files',
      (record.files ?? []).map(({ path, size, sha256 }) => [path, prettyBytes(size), sha256.slice(0, 12)]),
    ),
    ...(record.fileList ? [`\n${counted(record.fileList.count, 'file')}, ${prettyBytes(record.fileList.bytes)}`] : []),
    ...section(
      'History',
      version.history.map((happening) => [prettyTime(happening.at), happening.actor.name, happeningText(happening)]),
    ),
  ].join('\n')
}

const section = (title: string, rows: string[][]): string[] =>
  rows.length
    ? [
        '',
        bold(title),
        table(
          rows[0]!.map(() => ''),
          rows,
        )
          .split('\n')
          .slice(1)
          .join('\n'),
      ]
    : []

function happeningText({ type, event }: ShownVersion['history'][number]): string {
  const { to, from, alias, reason, code, displacedBy } = event
  const what = typeof to === 'string' ? `${from} → ${to}` : typeof alias === 'string' ? alias : ''
  return [type, what, displacedBy && `made way for version ${displacedBy}`, code, reason].filter(Boolean).join('  ')
}
