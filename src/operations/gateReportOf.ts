import { filesMissing } from '../core/errors'
import { GateReport } from '../core/gate/report'
import { Sha256 } from '../core/record'
import { documentOf } from './blobs'
import type { Context } from './context'

/** What a gate said at the time, by the sha256 under which an event names the report. Throws files-missing or blob-damaged. */
export async function gateReportOf(ctx: Context, { sha256 }: { sha256: string }): Promise<GateReport> {
  if (!Sha256.safeParse(sha256).success) throw filesMissing('the registry', [sha256])
  return documentOf(ctx, sha256, GateReport)
}
