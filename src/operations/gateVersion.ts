import type { GateReport } from '../core/gate/report'
import type { Context } from './context'
import { gateReport } from './gateReport'
import { readAhead } from './read'
import { requireStage, resolveReference } from './resolveReference'

/** What the gate of a stage says of a version, without moving it. A stage without rules lets everything pass. */
export function gateVersion(
  ctx: Context,
  { reference, stage: wanted }: { reference: string; stage: string },
): Promise<GateReport> {
  const at = new Date(ctx.now()).toISOString()
  return readAhead(ctx, (db) => {
    const { model, id, version: number } = resolveReference(db, reference)
    const stage = requireStage(db, model, wanted)
    const empty: GateReport = { v: 1, model, version: id, number, stage, at, passed: true, rules: [] }
    return gateReport(db, { model, id, stage, at }, ctx.log.blobs.get) ?? empty
  })
}
