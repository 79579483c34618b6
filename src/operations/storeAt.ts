import { storeUnsupported } from '../core/errors'
import { folderStore } from '../store/folderStore'
import type { ObjectStore } from '../store/objectStore'
import type { Credentials } from '../store/s3Settings'
import { s3Store } from '../store/s3Store'
import type { BucketSettings } from './workspace'

/** A folder or a bucket that somebody named. */
export interface Place {
  /** A folder's absolute path, or a URL. */
  address: string
  s3?: BucketSettings | undefined
  credentials?: Credentials | undefined
}

/** The store at a folder's path or a URL. Nothing is read yet, so that it need not be there. */
export function storeAt(address: string, s3: BucketSettings = {}, credentials?: Credentials): ObjectStore {
  if (isBucket(address)) return s3Store({ ...s3, url: address, credentials })
  if (address.includes('://')) throw storeUnsupported(address)
  return folderStore(address)
}

export const isBucket = (address: string): boolean => /^s3:/i.test(address)
