import { placeOf, type S3Settings } from './s3Settings'

/**
 * The bucket policy with which AWS itself keeps a log from being changed: nothing of it is written over or deleted,
 * and no rule of the bucket does so either. Undefined where the store has other words for it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
export function bucketPolicy({ url, createOnly = 'if-none-match' }: Pick<S3Settings, 'url' | 'createOnly'>) {
  if (createOnly !== 'if-none-match') return undefined
  const { bucket, prefix } = placeOf(url)
  const everything = ['log', 'packs', 'blobs'].map((folder) => `arn:aws:s3:::${bucket}/${prefix}${folder}/*`)
  const deny = { Effect: 'Deny', Principal: '*' }
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'PedigreeCreatesOnly',
        ...deny,
        Action: 's3:PutObject',
        Resource: everything,
        // The parts of an upload cannot say so; its completion does.
        Condition: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
      },
      {
        Sid: 'PedigreeDeletesNothing',
        ...deny,
        Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
        Resource: everything,
      },
      {
        Sid: 'PedigreeExpiresNothing',
        ...deny,
        Action: 's3:PutLifecycleConfiguration',
        Resource: `arn:aws:s3:::${bucket}`,
      },
    ],
  }
}
