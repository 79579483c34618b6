import { RegistryError } from './registryError'

// Every refusal, worded: one function each.

const did = (nearest?: string) => (nearest ? `Did you mean "${nearest}"?` : '')
const short = (id: string) => id.slice(0, 12)

// Names and what people type
export const badModelName = (name: string) =>
  new RegistryError('bad-model-name', `"${name}" is not a model name.`, 'Use 1–250 characters, none of @ : / \\.')
export const badAlias = (alias: string, problem: string) =>
  new RegistryError('bad-alias', `"${alias}" cannot be an alias: ${problem}.`, 'For example: champion, eu-primary.')
export const badLabel = (label: string, problem: string) =>
  new RegistryError('bad-label', `"${label}" cannot be a label: ${problem}.`, 'For example: v1.4-rc1.')
export const badReference = (text: string) =>
  new RegistryError(
    'bad-reference',
    `"${text}" does not name a version.`,
    'Write model@3, model@alias, model@stage, model@latest, model@label or model@<id>.',
  )
export const badMetric = (text: string, problem: string) =>
  new RegistryError(
    'bad-metric',
    `Metric ${text}: ${problem}.`,
    'Write name=0.91 or name/slice=0.91; values are finite numbers.',
  )
export const badPair = (code: 'bad-param' | 'bad-tag', text: string) =>
  new RegistryError(code, `"${text}" is not name=value.`, 'For example: depth=4.')
export const badParent = (text: string, relations: readonly string[]) =>
  new RegistryError(
    'bad-parent',
    `"${text}" does not name a parent.`,
    `Write model@3 or model@3:relation; relations are ${relations.join(', ')}.`,
  )
export const badDate = (text: string) =>
  new RegistryError(
    'bad-date',
    `"${text}" is not a date.`,
    'Write 2026-11-14, 2026-11-14T09:30, or with a zone: 2026-11-14T09:30Z.',
  )
export const badFilter = (problem: string, at: number) =>
  new RegistryError(
    'bad-filter',
    `The filter cannot be read at character ${at + 1}: ${problem}.`,
    "For example: metrics.f1 > 0.9 AND tags.team = 'x'.",
  )
export const badFile = (path: string, problem: string) => new RegistryError('bad-file', `${path}: ${problem}.`)
export const badConfig = (path: string, problem: string, line?: number, column?: number) =>
  new RegistryError(
    'bad-config',
    `${path}${line === undefined ? '' : `:${line}:${column}`}: ${problem}`,
    'Correct the file; nothing was changed.',
    { details: { path, line, column } },
  )
export const badUsage = (message: string, hint = '') => new RegistryError('bad-usage', message, hint)
export const reasonRequired = (what: string) =>
  new RegistryError('reason-required', `${what} needs a reason.`, 'Say why: it stays in the log.')

// What is not there
export const noRegistry = (folder: string) =>
  new RegistryError('no-registry', `There is no registry in ${folder} or above it.`, 'Make one with: pedigree init.')
export const registryExists = (folder: string) =>
  new RegistryError('registry-exists', `${folder} already has a registry.`, 'See it with: pedigree status.')
export const noSuchModel = (model: string, nearest?: string) =>
  new RegistryError('no-such-model', `There is no model "${model}".`, did(nearest) || 'See: pedigree models.')
export const noSuchVersion = (model: string, what: string, nearest?: string) =>
  new RegistryError(
    'no-such-version',
    `${model} has no version, alias, stage holder or label "${what}".`,
    did(nearest) || `See: pedigree versions ${model}.`,
  )
export const noSuchStage = (model: string, stage: string, stages: readonly string[], nearest?: string) =>
  new RegistryError(
    'no-such-stage',
    `${model} has no stage "${stage}"; its stages are ${stages.join(', ')}.`,
    did(nearest),
  )
export const stageEmpty = (model: string, stage: string) =>
  new RegistryError('no-such-version', `No version of ${model} is in ${stage}.`, `See: pedigree versions ${model}.`)
export const noSuchAlias = (model: string, alias: string, nearest?: string) =>
  new RegistryError('no-such-alias', `${model} has no alias "${alias}".`, did(nearest))
export const noSuchPending = (id: string) =>
  new RegistryError('no-such-pending', `Nothing pending has the id "${id}".`, 'See: pedigree pending.')
export const ambiguousPending = (id: string, count: number) =>
  new RegistryError(
    'ambiguous-reference',
    `${count} pending changes have an id that starts like "${id}".`,
    'Give more of it.',
  )
export const ambiguousReference = (text: string, count: number) =>
  new RegistryError(
    'ambiguous-reference',
    `${count} versions have an id that starts like "${text}".`,
    'Give more of the id.',
  )

// Registering
export const noSuchPath = (path: string) => new RegistryError('no-such-path', `There is nothing at ${path}.`)
export const nothingToRegister = (path: string) =>
  new RegistryError('nothing-to-register', `${path} has no files.`, 'A version needs at least one file.')
export const fileUnreadable = (path: string, cause?: unknown) =>
  new RegistryError('file-unreadable', `${path} cannot be read.`, 'Check its permissions.', { cause })
export const fileChanged = (path: string) =>
  new RegistryError(
    'file-changed',
    `${path} changed while it was being read.`,
    'Wait until it is written, then try again.',
  )
export const linkOutOfFolder = (path: string) =>
  new RegistryError(
    'link-out-of-folder',
    `${path} is a link to something outside the folder.`,
    'Copy the file in, or name it by itself.',
  )
export const pathOutOfFolder = (path: string) =>
  new RegistryError('path-out-of-folder', `"${path}" would leave the folder.`)
export const duplicatePath = (path: string) =>
  new RegistryError(
    'duplicate-path',
    `Two of the given files would be called ${path}.`,
    'Register their common folder instead.',
  )
export const labelTaken = (model: string, label: string, number: number) =>
  new RegistryError(
    'label-taken',
    `${model}@${number} already has the label "${label}".`,
    'A label names one version of a model.',
  )

// Stages and aliases
export const aliasFollows = (model: string, alias: string, stage: string) =>
  new RegistryError(
    'alias-follows',
    `The alias ${alias} of ${model} follows ${stage} and is not set by hand.`,
    `Promote a version to ${stage}, or roll back.`,
  )
export const alreadyInStage = (reference: string, stage: string) =>
  new RegistryError('already-in-stage', `${reference} is in ${stage} already.`)
export const stageNotExclusive = (model: string, stage: string) =>
  new RegistryError(
    'stage-not-exclusive',
    `${stage} of ${model} is shared by versions, so there is no one to roll back to.`,
    'Promote or archive a version instead.',
  )
export const wouldLeaveEmpty = (model: string, stage: string) =>
  new RegistryError(
    'would-leave-empty',
    `That would leave ${stage} of ${model} without a version.`,
    'Promote another version first, or say --leave-empty.',
  )
export const noEarlierHolder = (model: string, stage: string) =>
  new RegistryError(
    'no-earlier-holder',
    `${stage} of ${model} has no earlier version to go back to.`,
    'Promote a version instead.',
  )
export const notAnEarlierHolder = (reference: string, stage: string) =>
  new RegistryError(
    'not-an-earlier-holder',
    `${reference} did not hold ${stage} before the present version.`,
    'Promote it instead.',
  )
export const holderChanged = (stage: string, now: string, by: string, details: Record<string, unknown>) =>
  new RegistryError(
    'holder-changed',
    `${stage} changed hands meanwhile: ${now} holds it now${by ? `, put there by ${by}` : ''}.`,
    'Look again, and repeat the command if you still want it.',
    { details },
  )

// Files and blobs
export const filesMissing = (reference: string, paths: readonly string[]) =>
  new RegistryError(
    'files-missing',
    `${paths.length} of the files of ${reference} are not in the registry: ${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ' …' : ''}.`,
    'See: pedigree verify --files.',
  )
export const targetNotEmpty = (path: string) =>
  new RegistryError('target-not-empty', `${path} is there already and differs.`, 'Pull into an empty folder.')
export const blobDamaged = (sha256: string) =>
  new RegistryError(
    'blob-damaged',
    `The stored bytes of ${short(sha256)}… do not match their hash.`,
    'See: pedigree verify --files; register the file again and: pedigree verify --repair.',
  )

// The store and the log
export const registryMissing = (place: string) =>
  new RegistryError(
    'registry-missing',
    `The registry at ${place} is not there.`,
    'Check the address in pedigree.yaml, or that the disk is mounted.',
  )
export const registryUnwritable = (place: string, cause?: unknown) =>
  new RegistryError('registry-unwritable', `The registry at ${place} cannot be written.`, 'Check its permissions.', {
    cause,
  })
export const registryFull = (place: string, cause?: unknown) =>
  new RegistryError(
    'registry-full',
    `There is no room left for the registry at ${place}.`,
    'Free some space and try again; nothing was lost.',
    { cause },
  )
export const registryTracked = (path: string) =>
  new RegistryError(
    'registry-tracked',
    `${path} is tracked by git, so it is not yours alone.`,
    'Take it out with: git rm -r --cached .pedigree.',
  )
export const diskFull = (place: string, cause?: unknown) =>
  new RegistryError(
    'disk-full',
    `There is no room left on this machine for ${place}.`,
    'Free some space and try again; nothing was lost.',
    { cause },
  )
export const diskUnwritable = (place: string, cause?: unknown) =>
  new RegistryError('disk-unwritable', `Pedigree may not write ${place}.`, 'Check its permissions.', { cause })
export const noHardLinks = (place: string, cause?: unknown) =>
  new RegistryError(
    'no-hard-links',
    `The file system of ${place} has no hard links, which a safe registry needs.`,
    'Put the registry on a local disk or into a bucket.',
    { cause },
  )
export const storeUnreachable = (place: string, cause?: unknown) =>
  new RegistryError(
    'store-unreachable',
    `The registry at ${place} cannot be reached.`,
    'Try again later; --no-sync answers from what is known here, --allow-pending keeps changes until then.',
    { cause },
  )
export const storeUnsupported = (address: string) =>
  new RegistryError(
    'store-unsupported',
    `A registry at ${address} is not supported by this version.`,
    'Use a folder, or s3://bucket/prefix.',
  )
export const logForked = (place: string, seq: number) =>
  new RegistryError(
    'log-forked',
    `The log at ${place} is not the one seen before: commit ${seq} is missing or different.`,
    'Restore the log from a copy; pedigree verify says more.',
  )
export const logDamaged = (seq: number, problem: string) =>
  new RegistryError('log-damaged', `Commit ${seq} of the log is damaged: ${problem}.`, 'See: pedigree verify.')
export const clockSkew = (minutes: number) =>
  new RegistryError(
    'clock-skew',
    `This computer's clock is ${minutes} minutes off the registry's.`,
    'Set the clock and try again.',
  )
export const newerRegistry = (features: readonly string[]) =>
  new RegistryError(
    'newer-registry',
    `The registry uses what this version does not know: ${features.join(', ')}.`,
    'Update Pedigree; reading still works.',
  )
export const commitTooLarge = (bytes: number) =>
  new RegistryError(
    'commit-too-large',
    `That is ${Math.ceil(bytes / 1024)} KiB of metadata; one commit holds 1024.`,
    'Put long parameters and lists into a file of the version.',
  )
export const commitTooDeep = () =>
  new RegistryError(
    'commit-too-deep',
    'A parameter or a value in it is nested too deep.',
    'Put it into a file of the version.',
  )
export const undecidable = (problem: string) =>
  new RegistryError('undecidable', `It cannot be decided: ${problem}.`, 'Drop it, or update Pedigree and try it again.')
export const appendContended = () =>
  new RegistryError('append-contended', 'Other writers were faster too many times.', 'Try again.')
export const sqliteUnavailable = (problem: string, cause?: unknown) =>
  new RegistryError(
    'sqlite-unavailable',
    `The index cannot be opened here: ${problem}.`,
    'Pedigree runs on Linux (glibc 2.34+ or musl), macOS and Windows, on x64 and arm64.',
    { cause },
  )
export const untrusted = (what: string) =>
  new RegistryError('untrusted', `${what} needs a trusted workspace.`, 'Trust the folder in VS Code first.')
export const cancelled = () => new RegistryError('cancelled', 'Cancelled; nothing was changed.')
