import { RegistryError } from '../core/registryError'
import { modelNames } from '../index/find'
import { metricNames } from '../index/policyFacts'
import { approvalsOf } from './approvalsOf'
import { approveVersion } from './approveVersion'
import { applyPolicy } from './applyPolicy'
import { archiveVersion, type ArchiveVersion } from './archiveVersion'
import { basisAt, requireBasis } from './basis'
import { browseLog } from './browseLog'
import { browseModels } from './browseModels'
import { browsePending } from './browsePending'
import { browseVersion, type BrowseVersion } from './browseVersion'
import { checkCard } from './checkCard'
import { checkVersion } from './checkVersion'
import { compareVersions } from './compareVersions'
import { comparePolicy } from './comparePolicy'
import { browseVersions } from './browseVersions'
import { checkPolicy, policyOddities } from './checkPolicy'
import type { KnownNames } from './configNames'
import type { Context } from './context'
import { allDrift } from './drift'
import { editCard } from './editCard'
import { exportCard } from './exportCard'
import { gateReportOf } from './gateReportOf'
import { gateVersion } from './gateVersion'
import { importCard } from './importCard'
import { lastEntries } from './lastEntries'
import { listVersions } from './listVersions'
import { mergeCards } from './mergeCards'
import { dropPending, listPending, retryPending } from './pending'
import { promoteVersion } from './promoteVersion'
import { pullFiles } from './pullFiles'
import { read } from './read'
import { readFile } from './readFile'
import { readCard } from './readCard'
import { type Registered, registerVersion, type RegisterVersion } from './registerVersion'
import { removeAlias } from './removeAlias'
import { reviewPromotion } from './reviewPromotion'
import { resolveReference } from './resolveReference'
import { rollbackModel } from './rollbackModel'
import { saveCard } from './saveCard'
import { setAlias } from './setAlias'
import { showModel } from './showModel'
import { showVersion } from './showVersion'
import { syncRegistry } from './syncRegistry'
import { traceLineage } from './traceLineage'
import { traceTimeline } from './traceTimeline'
import { verifyRegistry } from './verifyRegistry'

/** Operations by name, for callers in other threads: everything that goes in and out is plain data. */
export const callable = {
  browseModels,
  browseLog,
  browsePending,
  modelNames: (ctx: Context) => read(ctx, (db) => modelNames(db).sort()),
  knownNames: (ctx: Context): Promise<KnownNames> =>
    read(ctx, (db) => ({ models: modelNames(db).sort(), metrics: metricNames(db) })),
  listVersions,
  browseVersions,
  /** The commit that answers as of an instant are based on; null where the log began later. */
  basisAt: (ctx: Context, { at }: { at: string }) => read(ctx, (db) => basisAt(db, at) ?? null),
  lastEntries,
  showModel,
  browseVersion: (ctx: Context, args: BrowseVersion) => browseVersion(ctx, args),
  findVersion: (ctx: Context, { reference, at }: { reference: string; at?: string | undefined }) =>
    read(ctx, (db) => resolveReference(db, reference, at === undefined ? undefined : requireBasis(db, at))),
  showVersion: (ctx: Context, { reference, at }: { reference: string; at?: string | undefined }) =>
    showVersion(ctx, reference, at),
  registerVersion: register,
  gateVersion,
  gateReportOf,
  checkVersion,
  approvalsOf,
  approveVersion,
  allDrift: (ctx: Context) => read(ctx, allDrift),
  promoteVersion,
  rollbackModel,
  archiveVersion: (ctx: Context, args: ArchiveVersion) => archiveVersion(ctx, args),
  setAlias,
  removeAlias,
  checkPolicy,
  policyOddities,
  comparePolicy,
  applyPolicy,
  pullFiles,
  readFile,
  mergeCards,
  compareVersions,
  traceLineage,
  traceTimeline,
  reviewPromotion,
  readCard,
  checkCard,
  editCard,
  saveCard,
  exportCard,
  importCard,
  verifyRegistry,
  listPending: async (ctx: Context) => listPending(ctx),
  retryPending: (ctx: Context, { id }: { id: string }) => retryPending(ctx, id),
  dropPending: (ctx: Context, { id }: { id: string }) => dropPending(ctx, id),
  syncRegistry,
}

export type Callable = typeof callable
export type OperationName = keyof Callable
export type ArgsOf<O extends OperationName> =
  Parameters<Callable[O]> extends [Context, (infer Args)?] ? NonNullable<Args> : never
export type AnswerOf<O extends OperationName> = Awaited<ReturnType<Callable[O]>>

/** What changes something or runs something, and is not done in a folder that is not trusted. */
export const needsTrust: Partial<Record<OperationName, string>> = {
  registerVersion: 'Registering',
  promoteVersion: 'Promoting',
  rollbackModel: 'Rolling back',
  archiveVersion: 'Archiving',
  checkVersion: 'Recording a check',
  approveVersion: 'Approving',
  setAlias: 'Setting an alias',
  removeAlias: 'Removing an alias',
  applyPolicy: 'Applying policies',
  saveCard: 'Saving a card',
  pullFiles: 'Pulling files',
  retryPending: 'Trying again',
  dropPending: 'Giving up a change',
  syncRegistry: 'Writing what waits',
}

/** A refusal to promote what was just registered says, in its details, what was. */
async function register(ctx: Context, args: RegisterVersion): Promise<Registered> {
  let registered: Registered | undefined
  try {
    return await registerVersion(ctx, args, (done) => (registered = done))
  } catch (error) {
    if (!registered || !(error instanceof RegistryError)) throw error
    const { code, message, hint, details } = error
    const { model, version } = registered
    throw new RegistryError(code, message, hint, {
      cause: error,
      details: { ...details, registered: { model, version } },
    })
  }
}
