/** How soon an archived file is to be readable. */
export const restoreTiers = ['Standard', 'Expedited', 'Bulk'] as const
export type RestoreTier = (typeof restoreTiers)[number]

/** What is in these has to be restored before it is read, and how long that usually takes. */
const archives: Readonly<Record<string, Partial<Record<RestoreTier, string>>>> = {
  GLACIER: { Standard: '3 to 5 hours', Expedited: '1 to 5 minutes', Bulk: '5 to 12 hours' },
  DEEP_ARCHIVE: { Standard: '12 hours', Bulk: '48 hours' },
  // What Intelligent-Tiering has archived by itself.
  ARCHIVE_ACCESS: { Standard: '3 to 5 hours', Expedited: '1 to 5 minutes', Bulk: '5 to 12 hours' },
  DEEP_ARCHIVE_ACCESS: { Standard: '12 hours', Bulk: '48 hours' },
}

export const isArchive = (storageClass: string): boolean => Object.hasOwn(archives, storageClass)

/** Whether what is restored stays so, so that it is not said for how many days. */
export const staysRestored = (storageClass: string): boolean => storageClass.endsWith('_ACCESS')

/** Undefined for a class that is read at once, and for a tier that it does not have. */
export const restoreTime = (storageClass: string, tier: RestoreTier = 'Standard'): string | undefined =>
  isArchive(storageClass) ? archives[storageClass]![tier] : undefined

/** What restoring takes in each way that there is: `3 to 5 hours (Standard), …`. */
export const restoreTimes = (storageClass: string): string =>
  restoreTiers
    .flatMap((tier) => restoreTime(storageClass, tier)?.concat(` (${tier})`) ?? [])
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1')

/** From what costs least to read to what costs most; a class that is not known costs most. */
const order = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'INTELLIGENT_TIERING',
  'STANDARD_IA',
  'ONEZONE_IA',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
]
const coldness = (storageClass: string) => (order.includes(storageClass) ? order.indexOf(storageClass) : order.length)

/** The one that is read more cheaply. */
export const warmer = (one: string, other: string): string => (coldness(other) < coldness(one) ? other : one)
