import { assertNever } from '../core/assertNever'
import type { Commit } from '../core/commit'
import type { Event, EventOf } from '../core/event'
import { dataKey } from '../core/lineage/graph'
import type { Metric } from '../core/metric'
import type { Param } from '../core/record'
import type { Params, Statement } from '../sqlite/db'
import { keyOf, known } from './knownVersion'
import { entered, rolledOut } from './projectStages'

/** Raised whenever what this file says changes, so that indexes made before are rebuilt. */
export const projectVersion = 7

export interface At {
  seq: number
  n: number
  commit: Pick<Commit, 'at' | 'actor'>
}

/** The version that this very event registered. */
const mine = 'from version where seq = :seq and n = :n'

/** The same fold as core/model.ts, said in SQL. Any prefix of the log may be projected again only from the start. */
export function project(event: Event, { seq, n, commit }: At): Statement[] {
  const { at } = commit
  switch (event.type) {
    case 'registry.created':
      return []
    case 'model.created':
      return [
        {
          sql: `insert into model (name, created_at, description, changed_at, seq, n)
            values (:model, :at, coalesce(:description, ''), :at, :seq, :n)
            on conflict (name) do update set description = coalesce(:description, description)`,
          params: { model: event.model, at, description: event.description ?? null, seq, n },
        },
        modelSaid(event, seq, n),
      ]
    case 'model.described':
      return [
        {
          sql: 'update model set description = coalesce(:description, description), changed_at = :at where name = :model',
          params: { model: event.model, at, description: event.description ?? null },
        },
        modelSaid(event, seq, n),
        ...tagStatements(
          event.tags,
          ({ set }) =>
            set
              ? `insert or replace into model_tag select name, :name, :value from model where name = :model`
              : `delete from model_tag where model = :model and name = :name`,
          { model: event.model },
        ),
      ]
    case 'version.registered':
      return registered(event, { seq, n, commit })
    case 'version.described': {
      const { model, version, label } = event
      return [
        {
          sql: 'update version set description = coalesce(:description, description) where id = :version and model = :model',
          params: { version, model, description: event.description ?? null },
        },
        ...(label === undefined
          ? []
          : [
              {
                sql: 'update or ignore version set label = :label where id = :version and model = :model',
                params: { version, model, label },
              },
              {
                // A label that is taken was not given.
                sql: `insert or replace into label_change select key, :seq, :n, :model, label ${known} and label is :label`,
                params: { version, model, label, seq, n },
              },
            ]),
        ...tagStatements(
          event.tags,
          ({ set }) =>
            set
              ? `insert or replace into version_tag select key, :name, :value ${known}`
              : `delete from version_tag where name = :name and version = ${keyOf}`,
          { version, model },
        ),
        touched(event.model, at),
      ]
    }
    case 'evaluation.recorded':
      return [...event.metrics.map((metric) => measured(event, metric, seq)), touched(event.model, at)]
    case 'stage.entered':
      return [...entered(event, seq, n), touched(event.model, at)]
    case 'alias.moved':
      return [
        {
          sql: `insert or replace into alias select :model, :alias, key ${known}`,
          params: { model: event.model, alias: event.alias, version: event.version },
        },
        {
          sql: `insert or replace into alias_change select :model, :alias, :seq, :n, key ${known}`,
          params: { model: event.model, alias: event.alias, version: event.version, seq, n },
        },
        touched(event.model, at),
      ]
    case 'alias.removed':
      return [
        {
          sql: 'delete from alias where model = :model and name = :alias',
          params: { model: event.model, alias: event.alias },
        },
        {
          sql: `insert or replace into alias_change select name, :alias, :seq, :n, null from model where name = :model`,
          params: { model: event.model, alias: event.alias, seq, n },
        },
        touched(event.model, at),
      ]
    case 'rollout.set':
      return [rolledOut(event, seq, n), touched(event.model, at)]
    case 'deployment.reported': {
      const { model, version, environment, stage = null } = event
      return [
        {
          sql: `insert or replace into deployment select :model, :environment, :seq, :n, key, :stage ${known}`,
          params: { model, version, environment, stage, seq, n },
        },
        touched(model, at),
      ]
    }
    case 'policy.applied':
      return [
        {
          sql: 'insert or replace into policy values (:seq, :n, :body)',
          params: { seq, n, body: JSON.stringify(event.policy) },
        },
      ]
    case 'files.archived':
    case 'files.restored':
      return [
        {
          sql: 'update version set storage_class = :storage where id = :version and model = :model',
          params: {
            model: event.model,
            version: event.version,
            storage: event.type === 'files.archived' ? event.storageClass : null,
          },
        },
      ]
    // They are read where they are: among the events of their version.
    case 'check.recorded':
    case 'approval.given':
    case 'approval.withdrawn':
    case 'card.saved':
    case 'promotion.refused':
      return [touched(event.model, at)]
    case 'run.recorded':
      return [
        {
          sql: `insert or replace into run (id, name, experiment, status, started_at, ended_at, seq, n)
            values (:run, :name, :experiment, :status, :started, :ended, :seq, :n)`,
          params: {
            run: event.run,
            name: event.name ?? null,
            experiment: event.experiment ?? null,
            status: event.status ?? null,
            started: event.startedAt ?? null,
            ended: event.endedAt ?? null,
            seq,
            n,
          },
        },
      ]
    case 'dataset.recorded': {
      const { name, digest = '', version = null, uri = null, size = null } = event.dataset
      return [
        {
          sql: 'insert or replace into dataset (name, digest, version, uri, size, seq) values (:name, :digest, :version, :uri, :size, :seq)',
          params: { name, digest, version, uri, size, seq },
        },
      ]
    }
    default:
      return assertNever(event)
  }
}

const modelSaid = (event: EventOf<'model.created' | 'model.described'>, seq: number, n: number): Statement => ({
  sql: 'insert or replace into model_change select name, :seq, :n, :description, :tags from model where name = :model',
  params: {
    ...{ model: event.model, seq, n, description: event.description ?? null },
    tags: 'tags' in event && event.tags ? JSON.stringify(event.tags) : null,
  },
})

function registered(event: Extract<Event, { type: 'version.registered' }>, { seq, n, commit }: At): Statement[] {
  const { model, version, number, record } = event
  const files = record.files ?? []
  // An id or a number that is taken keeps its first owner; what follows finds the row by seq and does nothing then.
  const me: Params = { seq, n }
  return [
    {
      sql: `insert or ignore into version (id, model, number, at, author, email, digest, run, code, files, bytes, seq, n)
        select :version, name, :number, :at, :author, :email, :digest, :run, :code, :files, :bytes, :seq, :n
        from model where name = :model`,
      params: {
        ...me,
        version,
        model,
        number,
        at: commit.at,
        author: commit.actor.name,
        email: commit.actor.email,
        digest: record.digest,
        run: record.run ?? null,
        code: record.code?.commit ?? null,
        files: record.fileList?.count ?? files.length,
        bytes: record.fileList?.bytes ?? files.reduce((sum, file) => sum + file.size, 0),
      },
    },
    {
      sql: `update model set versions = versions + (select count(*) ${mine}), changed_at = :at where name = :model`,
      params: { ...me, model, at: commit.at },
    },
    ...insertParams(
      Object.entries(record.params).map(([name, value]) => ({ name, value: paramValue(value) })),
      me,
    ),
    ...insertMetrics(record.metrics.map(metricParams), me),
    ...insertData(
      record.data.map((data) => ({ data: dataKey(data) })),
      me,
    ),
    ...record.parents.map((parent) => ({
      sql: `insert or ignore into parent select key, :parent, :parentModel, :relation ${mine}`,
      params: { ...me, parent: parent.version, parentModel: parent.model, relation: parent.relation },
    })),
  ]
}

const insertParams = insertsOf('param', ['name', 'value'], [])
const insertMetrics = insertsOf('metric', ['name', 'slice', 'dataset', 'value', 'more'], ['seq'])
const insertData = insertsOf('version_data', ['data'], ['seq'])

/**
 * Inserts rows about the version that an event registered, several in one statement; later ones replace earlier ones.
 * Of `more`, each row has the same. Where there is no such version its key is null, which is ignored.
 */
function insertsOf(table: string, own: string[], more: string[]): (rows: Params[], me: Params) => Statement[] {
  const change = [...own, ...more].map((column) => `${column} = excluded.${column}`)
  const sqlFor = [1, 2, 3, 4].map((count) => {
    const values = Array.from({ length: count }, (_, i) =>
      [`(select key ${mine})`, ...own.map((column) => `:${column}${i}`), ...more.map((column) => `:${column}`)].join(),
    )
    return `insert or ignore into ${table} (${['version', ...own, ...more].join()})
      values ${values.map((value) => `(${value})`).join()} on conflict do update set ${change.join()}`
  })
  return (rows, me) => {
    const statements: Statement[] = []
    for (let first = 0; first < rows.length; first += sqlFor.length) {
      const some = rows.slice(first, first + sqlFor.length)
      const params = { ...me }
      for (const [i, row] of some.entries()) for (const column of own) params[column + i] = row[column]!
      statements.push({ sql: sqlFor[some.length - 1]!, params })
    }
    return statements
  }
}

const measured = ({ version, model }: { version: string; model: string }, metric: Metric, seq: number): Statement => ({
  sql: `insert or replace into metric select key, :name, :slice, :dataset, :value, :seq, :more ${known}`,
  params: { version, model, seq, ...metricParams(metric) },
})

/** A whole number is kept as one: as text it is then `4`, not `4.0`. */
const paramValue = (value: Param) =>
  typeof value === 'boolean' ? String(value) : Number.isSafeInteger(value) ? BigInt(value!) : value

const metricParams = ({ name, value, slice = '', dataset = '', interval, n }: Metric): Params => ({
  name,
  slice,
  dataset,
  value: value === 'NaN' ? null : Number(value),
  more: interval || n !== undefined ? JSON.stringify({ interval, n }) : null,
})

const touched = (model: string, at: string): Statement => ({
  sql: 'update model set changed_at = :at where name = :model',
  params: { model, at },
})

function tagStatements(
  tags: Readonly<Record<string, string | null>> = {},
  sqlFor: (change: { set: boolean }) => string,
  owner: Params,
): Statement[] {
  return Object.entries(tags).map(([name, value]) =>
    value === null
      ? { sql: sqlFor({ set: false }), params: { ...owner, name } }
      : { sql: sqlFor({ set: true }), params: { ...owner, name, value } },
  )
}
