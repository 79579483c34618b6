export type ErrorCode = keyof typeof codes

/** Every refusal there is, and what the person did: `wrong` usage, or something the registry `refused`. */
export const codes = {
  'bad-model-name': 'wrong',
  'bad-alias': 'wrong',
  'bad-label': 'wrong',
  'bad-reference': 'wrong',
  'bad-metric': 'wrong',
  'bad-param': 'wrong',
  'bad-tag': 'wrong',
  'bad-parent': 'wrong',
  'bad-date': 'wrong',
  'bad-filter': 'wrong',
  'bad-file': 'wrong',
  'bad-config': 'wrong',
  'bad-usage': 'wrong',
  'reason-required': 'wrong',
  'no-registry': 'refused',
  'registry-missing': 'refused',
  'registry-exists': 'refused',
  'registry-unwritable': 'refused',
  'registry-full': 'refused',
  'registry-tracked': 'refused',
  'disk-full': 'refused',
  'disk-unwritable': 'refused',
  'no-hard-links': 'refused',
  'store-unreachable': 'refused',
  'store-unsupported': 'refused',
  'store-refused': 'refused',
  'unsafe-store': 'refused',
  'not-a-registry': 'refused',
  'no-credentials': 'refused',
  'wrong-credentials': 'refused',
  'no-permission': 'refused',
  'bucket-missing': 'refused',
  'wrong-region': 'refused',
  'not-s3': 'refused',
  'transfer-damaged': 'refused',
  'no-such-model': 'refused',
  'no-such-version': 'refused',
  'no-such-stage': 'refused',
  'no-such-alias': 'refused',
  'no-such-pending': 'refused',
  'no-such-path': 'refused',
  'ambiguous-reference': 'refused',
  'nothing-to-register': 'refused',
  'file-unreadable': 'refused',
  'file-changed': 'refused',
  'link-out-of-folder': 'refused',
  'path-out-of-folder': 'refused',
  'duplicate-path': 'refused',
  'label-taken': 'refused',
  'alias-follows': 'refused',
  'already-in-stage': 'refused',
  'stage-not-exclusive': 'refused',
  'would-leave-empty': 'refused',
  'no-earlier-holder': 'refused',
  'not-an-earlier-holder': 'refused',
  'holder-changed': 'refused',
  'gate-failed': 'refused',
  'files-missing': 'refused',
  'target-not-empty': 'refused',
  'blob-damaged': 'refused',
  'log-forked': 'refused',
  'log-damaged': 'refused',
  'clock-skew': 'refused',
  'newer-registry': 'refused',
  'commit-too-large': 'refused',
  'append-contended': 'refused',
  'sqlite-unavailable': 'refused',
  'node-too-old': 'refused',
  untrusted: 'refused',
  cancelled: 'refused',
} as const

/** An expected refusal, worded for the person who will read it. Anything else that throws is a bug. */
export class RegistryError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly hint = '',
    options?: ErrorOptions & { details?: Record<string, unknown> },
  ) {
    super(message, options)
    this.name = 'RegistryError'
    this.details = options?.details
  }

  /** What a program may want to know besides the sentence, such as who holds a stage now. */
  readonly details: Record<string, unknown> | undefined
}
