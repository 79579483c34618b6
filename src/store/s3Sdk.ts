import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'

// All that is used of the SDK. It is large, so it is a program file of its own (dist/s3.js), read by the first request.

export const connect = (config: S3ClientConfig): S3Client => new S3Client(config)

export const requests = {
  get: GetObjectCommand,
  head: HeadObjectCommand,
  put: PutObjectCommand,
  list: ListObjectsV2Command,
  createUpload: CreateMultipartUploadCommand,
  uploadPart: UploadPartCommand,
  listParts: ListPartsCommand,
  completeUpload: CompleteMultipartUploadCommand,
  abortUpload: AbortMultipartUploadCommand,
  // For storage classes.
  copy: CopyObjectCommand,
  copyPart: UploadPartCopyCommand,
  restore: RestoreObjectCommand,
  // Only to try a bucket out; nothing else is ever removed.
  versioning: GetBucketVersioningCommand,
  listVersions: ListObjectVersionsCommand,
  remove: DeleteObjectCommand,
}
