import { metricLabel } from '../core/metric'
import { nameOf } from '../core/reference'
import type { Entry, Happening } from '../operations/happening'
import type { ShownVersion } from '../operations/showVersion'
import { gateText } from './gateText'
import { bold, counted, dim, prettyBytes, prettyTime, prettyValue, table } from './text'

/** All that is known of a version, as people read it. */
export function showText(version: ShownVersion): string {
  const { record, entry, policy } = version
  const { asked, seq, id: commit, at } = version.basis
  const code =
    record.code &&
    `${record.code.commit.slice(0, 12)}${record.code.branch ? ` on ${record.code.branch}` : ''}${record.code.dirty ? ', with uncommitted changes' : ''}`
  const facts: [string, string | null | undefined][] = [
    [
      'Pending',
      version.pending.map(({ operation, target }) => [operation, target].filter(Boolean).join(' ')).join(', '),
    ],
    ['As of', asked === null ? '' : `${prettyTime(asked)}: commit ${seq} (${commit}), ${prettyTime(at)}`],
    ['Stage', stageText(version)],
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
    [
      'Card',
      version.card &&
        `${version.card.sha256.slice(0, 12)}, saved by ${version.card.by.name} on ${prettyTime(version.card.at)}`,
    ],
    ['Storage', version.storageClass],
    ['Policy', policyText(policy)],
  ]
  const width = Math.max(...facts.map(([name]) => name.length))
  return [
    bold(nameOf(version)),
    ...facts.filter(([, value]) => value).map(([name, value]) => `${dim(name.padEnd(width))}  ${value}`),
    ...section(
      'Metrics',
      version.metrics.map((metric) => [metricLabel(metric), prettyValue(metric.value), metric.dataset ?? '']),
    ),
    ...gateLines(entry),
    ...section(
      'Approvals',
      Object.entries(version.approvals).flatMap(([stage, given]) =>
        given.map(({ by, at, signed, note }) => [
          stage,
          `${by.name} <${by.email}>`,
          prettyTime(at),
          signed ? 'signed' : 'unverified',
          note ?? '',
        ]),
      ),
    ),
    ...section(
      'Checks',
      Object.entries(version.checks).map(([name, { result, at, by, url, note }]) => [
        name,
        result,
        prettyTime(at),
        by.name,
        [url, note].filter(Boolean).join(' '),
      ]),
    ),
    ...section(
      'Rollout',
      Object.entries(version.rollouts).map(([stage, { version: number, percent }]) => [
        stage,
        `${version.model}@${number}`,
        `${percent}% of the traffic`,
      ]),
    ),
    ...section(
      'Deployments',
      version.deployments.map(({ environment, version: number, at, by }) => [
        environment,
        `${version.model}@${number}`,
        `since ${prettyTime(at)}`,
        by,
      ]),
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

function stageText({ stage, entry }: ShownVersion): string {
  if (!entry) return stage
  const by =
    entry.kind === 'displaced'
      ? `made way for another on ${prettyTime(entry.at)}`
      : `${entry.kind} by ${entry.by.name} on ${prettyTime(entry.at)}`
  return [`${stage}, ${by}`, entry.code, entry.reason].filter(Boolean).join('  ')
}

function policyText({ applied, gates }: ShownVersion['policy']): string {
  const asked = Object.entries(gates).map(([stage, rules]) => `${counted(rules.length, 'rule')} for ${stage}`)
  return applied
    ? [`applied by ${applied.by.name} on ${prettyTime(applied.at)}`, ...asked].join(', ')
    : 'none applied: the default'
}

/** What the gate said when it let the version in, or was overridden. */
function gateLines(entry: Entry | null): string[] {
  if (!entry || (!entry.report && !entry.reportProblem && !entry.override)) return []
  const { stage, report, reportProblem, override, by, reason } = entry
  return [
    '',
    bold(`Gate of ${stage}`),
    ...(override ? [`OVERRIDDEN by ${by.name} because ${reason ?? 'of no reason that was told'}`] : []),
    report ? gateText(report) : (reportProblem ?? ''),
  ]
}

function happeningText({ type, event, actor, report, distrust, problem }: Happening): string {
  const { to, from, displacedBy, percent, override, reason, code } = event
  const { alias, stage, check, result, environment, storageClass, card } = event
  const what = typeof to === 'string' ? [`${from} → ${to}`] : [alias, stage, check, result, environment, storageClass]
  const saved = typeof card === 'string' ? card.slice(0, 12) : ''
  const because = typeof reason === 'string' ? reason : ''
  const failed = report?.rules.filter(({ passed }) => !passed).length
  return [
    type,
    ...what,
    saved,
    percent === undefined ? '' : `${String(percent)}%`,
    displacedBy && `made way for version ${String(displacedBy)}`,
    code,
    ...(override === true ? [`OVERRIDDEN by ${actor.name} because ${because}`] : [because]),
    failed && `${failed} of ${counted(report.rules.length, 'rule')} failed`,
    distrust && `NOT TRUSTED, without effect: ${distrust}`,
    problem && 'cannot be read, without effect',
  ]
    .filter((part) => typeof part === 'string' && part)
    .join('  ')
}
