import { stat } from 'node:fs/promises'
import { basename, relative, resolve } from 'node:path'
import { noSuchPath } from '../core/errors'
import type { Event } from '../core/event'
import type { DatasetRef } from '../core/record'
import type { Db } from '../sqlite/db'
import { tableOf } from '../sources/csv'
import type { Context } from './context'
import { hashPaths } from './hashPaths'

/**
 * What a `--data` means: a file (its hash is taken, of a table also the columns and the rows are told), or anything with a scheme, such as `s3://…`, taken as it is.
 * `name=` in front gives it a name of its own, `@version` behind a name its version.
 */
export async function readDataset(ctx: Context, text: string): Promise<DatasetRef> {
  const [, given, rest] = /^(?:([^=/\\]+)=)?(.+)$/s.exec(text)!
  const [name, version] = given?.split('@') ?? []
  const more = version ? { version } : {}
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(rest!)) return { name: name ?? rest!, uri: rest!, ...more }
  const path = resolve(ctx.cwd, rest!)
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) throw noSuchPath(rest!)
  const [hashed] = await hashPaths(ctx, [{ path: rest!, file: path }])
  const uri = relative(ctx.workspace ?? ctx.cwd, path).replaceAll('\\', '/')
  const described = await tableOf(path, hashed!.size)
  return {
    name: name ?? basename(path),
    digest: `sha256:${hashed!.sha256}`,
    uri,
    size: hashed!.size,
    ...more,
    ...described,
  }
}

/** Datasets that the registry has not heard of yet. */
export function datasetEvents(db: Db, data: readonly DatasetRef[]): Event[] {
  return data
    .filter(
      ({ name, digest = '' }) =>
        !db.get('select 1 from dataset where name = :name and digest = :digest', { name, digest }),
    )
    .map((dataset) => ({ type: 'dataset.recorded', dataset }))
}
