import pLimit from 'p-limit'
import { GateReport } from '../core/gate/report'
import type { Actor } from '../core/record'
import { RegistryError } from '../core/registryError'
import type { EventRow } from '../index/history'
import type { VersionRow } from '../index/versions'
import { documentOf, transfers } from './blobs'
import type { Context } from './context'

/** Something that happened to a version: who, when and why, with the event as it stands in the log. */
export interface Happening {
  seq: number
  at: string
  actor: Actor
  type: string
  event: Record<string, unknown>
  /** What a gate said about it, where one was asked. */
  report?: GateReport
  /** Why the report cannot be shown, where there is one. */
  reportProblem?: string
  /** Why it has no effect: what it says takes a signature. */
  distrust?: string
  /** Why it cannot be read, and has no effect. */
  problem?: string
}

/** How a version came into a stage. */
export interface Entry {
  stage: string
  seq: number
  at: string
  by: Actor
  kind: string
  reason: string | null
  /** Of a rollback. */
  code: string | null
  override: boolean
  /** null where no gate was asked, or where the report cannot be read. */
  report: GateReport | null
  reportProblem: string | null
}

/** A gate that refused, and was overridden. */
export interface Override {
  stage: string
  seq: number
  at: string
  by: Actor
  reason: string | null
}

export function happening(row: EventRow, { version: shown }: Pick<VersionRow, 'version'>): Happening {
  const { seq, at, name, email, type, version, body, distrust, problem } = row
  const { record: _, type: __, model: ___, version: ____, ...event } = body
  const who = {
    ...{ seq, at, actor: { name, email }, type },
    ...(distrust ? { distrust } : {}),
    ...(problem ? { problem } : {}),
  }
  // To this version it looks the other way round: it was the one that had to go.
  if (version !== shown) return { ...who, event: { to: 'archived', from: event['to'], displacedBy: version } }
  return { ...who, event }
}

const counts = ({ distrust, problem }: Happening) => distrust === undefined && problem === undefined

/** With what the gates said, as far as the store has it. What is not to be believed names no report. */
export async function withReports(ctx: Context, history: readonly Happening[]): Promise<Happening[]> {
  const limit = pLimit(transfers(ctx))
  const reportOf = async (sha256: string): Promise<Pick<Happening, 'report' | 'reportProblem'>> => {
    try {
      return { report: await documentOf(ctx, sha256, GateReport) }
    } catch (error) {
      return { reportProblem: error instanceof RegistryError ? error.message : 'The report cannot be read.' }
    }
  }
  return Promise.all(
    history.map(async (happening) => {
      const sha256 = happening.event['gate'] ?? happening.event['report']
      if (typeof sha256 !== 'string' || !counts(happening)) return happening
      return { ...happening, ...(await limit(() => reportOf(sha256))) }
    }),
  )
}

/** The last happening by which it came into `stage`. */
export function entryOf(history: readonly Happening[], stage: string): Entry | null {
  const came = history.findLast(
    (happening) => happening.type === 'stage.entered' && happening.event['to'] === stage && counts(happening),
  )
  if (!came) return null
  const { seq, at, actor, event, report = null, reportProblem = null } = came
  const { kind, displacedBy, override } = event
  return {
    ...{ stage, seq, at, by: actor },
    kind: displacedBy === undefined ? String(kind) : 'displaced',
    reason: text(event['reason']),
    code: text(event['code']),
    override: override === true,
    ...{ report, reportProblem },
  }
}

export const overridesIn = (history: readonly Happening[]): Override[] =>
  history
    .filter((happening) => happening.event['override'] === true && counts(happening))
    .map(({ seq, at, actor, event }) => ({
      stage: text(event['to']) ?? text(event['stage']) ?? '',
      ...{ seq, at, by: actor, reason: text(event['reason']) },
    }))

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
