import type { Model, Registry, Version } from '../../src/core/model'
import { metricKey } from '../../src/core/metric'
import { policyFor } from '../../src/core/policy/policy'
import { versionAsOf, versionRowsAt } from '../../src/index/asOf'
import { after } from '../../src/index/before'
import { eventRows, stagesAt } from '../../src/index/history'
import { modelRows, modelRowsAt } from '../../src/index/models'
import { aliasesOf, standingOf } from '../../src/index/standing'
import { missingFeatures, registryId, summaryOf } from '../../src/index/summary'
import { policiesIn } from '../../src/index/policies'
import { deploymentsOf, rolloutsOf } from '../../src/index/serving'
import { versionRows } from '../../src/index/versions'
import type { Db } from '../../src/sqlite/db'

// All that a registry is, said in the same words by both folds.

/** As the fold in core has it. */
export function stateOfFold(registry: Registry) {
  return {
    id: registry.id,
    models: mapValues(registry.models, (model: Model) => ({
      createdAt: model.createdAt,
      description: model.description,
      tags: model.tags,
      aliases: model.aliases,
      rollouts: model.rollouts,
      deployments: mapValues(model.deployments, ({ version, at }) => ({ version, at })),
      holders: Object.fromEntries(Object.entries(model.holders).filter(([, stack]) => stack.length)),
      versions: mapValues(model.versions, (version: Version) => ({
        number: version.number,
        at: version.at,
        by: version.by,
        stage: version.stage,
        label: version.label ?? null,
        description: version.description,
        tags: version.tags,
        metrics: mapValues(version.metrics, ({ value, interval, n }) => ({ value, interval, n })),
        digest: version.record.digest,
        storageClass: version.storageClass ?? null,
      })),
    })),
    datasets: Object.values(registry.datasets)
      .map(({ name, digest = '', version = null, uri = null, size = null }) => ({ name, digest, version, uri, size }))
      .toSorted((a, b) => (a.name + a.digest < b.name + b.digest ? -1 : 1)),
    runs: mapValues(registry.runs, ({ name = null, status = null }) => ({ name, status })),
    policies: registry.policies,
    unread: registry.unread,
    untrusted: registry.untrusted,
    missing: registry.missing,
  }
}

/** As the index has it. */
export function stateOfIndex(db: Db): ReturnType<typeof stateOfFold> {
  const versions = versionRows(db, 'true')
  return {
    id: registryId(db),
    models: Object.fromEntries(
      modelRows(db).map(({ model, createdAt, description, tags }) => [
        model,
        {
          ...{
            createdAt,
            description,
            tags,
            aliases: aliasesOf(db, model),
            rollouts: rolloutsOf(db, model),
            deployments: Object.fromEntries(
              deploymentsOf(db, model).map(({ environment, id, at }) => [environment, { version: id, at }]),
            ),
            holders: standingOf(db, model, []).holders,
          },
          versions: Object.fromEntries(
            versions
              .filter((version) => version.model === model)
              .map(({ id, version, at, author, stage, label, description, tags, metrics, digest, storageClass }) => [
                id,
                {
                  ...{ number: version, at, by: author, stage, label, description, tags, digest, storageClass },
                  metrics: Object.fromEntries(
                    metrics.map((metric) => {
                      const { value, interval, n } = metric
                      return [metricKey(metric), { value, interval, n }]
                    }),
                  ),
                },
              ]),
          ),
        },
      ]),
    ),
    datasets: db.all('select name, digest, version, uri, size from dataset order by name || digest'),
    runs: Object.fromEntries(
      db
        .all<{ id: string; name: string | null; status: string | null }>('select id, name, status from run')
        .map(({ id, ...run }) => [id, run]),
    ),
    policies: policiesIn(db),
    unread: summaryOf(db).unreadEvents,
    untrusted: summaryOf(db).untrustedEvents,
    missing: missingFeatures(db),
  }
}

/** The models of a registry, said as lists show them. */
export const modelsOfFold = ({ models, policies }: Registry) =>
  mapValues(models, (model: Model) => {
    const numberOf = (id: string) => model.versions[id]!.number
    const versions = Object.values(model.versions)
    const numbers = (stage: string) =>
      versions.flatMap(({ number, ...version }) => (version.stage === stage ? [number] : [])).toSorted((a, b) => a - b)
    const stages = [...new Set(versions.map(({ stage }) => stage))]
    return {
      row: {
        ...{ model: model.name, createdAt: model.createdAt, description: model.description, tags: model.tags },
        versions: versions.length,
        latest: versions.length ? Math.max(...versions.map(({ number }) => number)) : null,
        stages: Object.fromEntries(
          stages.filter((stage) => stage !== 'none' && stage !== 'archived').map((stage) => [stage, numbers(stage)]),
        ),
        aliases: mapValues(model.aliases, numberOf),
      },
      stages: versions
        .flatMap(({ number, stage }) => (stage === 'none' ? [] : [{ number, stage }]))
        .toSorted((a, b) => a.number - b.number),
      rollouts: model.rollouts,
      deployments: mapValues(model.deployments, ({ version, at }) => ({ version, at })),
      policy: policyFor(policies, model.name),
      versions: model.versions,
      rows: mapValues(model.versions, (version: Version) => ({
        ...{ model: model.name, version: version.number, id: version.id, digest: version.record.digest },
        ...{ stage: version.stage, label: version.label ?? null, description: version.description, at: version.at },
        aliases: Object.entries(model.aliases)
          .flatMap(([name, id]) => (id === version.id ? [name] : []))
          .toSorted(),
        ...{ author: version.by, run: version.record.run ?? null, storageClass: version.storageClass ?? null },
        ...{ files: 1, bytes: 3, tags: version.tags },
        metrics: Object.values(version.metrics).toSorted((a, b) => (metricKey(a) < metricKey(b) ? -1 : 1)),
      })),
    }
  })

/** As modelsOfFold, as the index has it after commit `seq`. */
export const modelsOfIndex = (db: Db, seq: number): ReturnType<typeof modelsOfFold> =>
  Object.fromEntries(
    modelRowsAt(db, seq).map(({ model, createdAt, description, tags, versions, latest, stages, aliases }) => {
      const rows = versionRowsAt(db, seq, 'v.model = :model', { model })
      return [
        model,
        {
          row: { model, createdAt, description, tags, versions, latest, stages, aliases },
          stages: stagesAt(db, seq, model).map(({ number, stage }) => ({ number, stage })),
          rollouts: rolloutsOf(db, model, seq),
          deployments: Object.fromEntries(
            deploymentsOf(db, model, seq).map(({ environment, id, at }) => [environment, { version: id, at }]),
          ),
          policy: policyFor(policiesIn(db, after(seq)), model),
          versions: Object.fromEntries(rows.map(({ id }) => [id, versionAsOf(db, id, after(seq))!])),
          rows: Object.fromEntries(
            rows.map((version) => [
              version.id,
              { ...version, metrics: version.metrics.toSorted((a, b) => (metricKey(a) < metricKey(b) ? -1 : 1)) },
            ]),
          ),
        },
      ]
    }),
  )

/** Every row of every table, in the order of their keys. */
export function dumpOf(db: Db): Record<string, unknown[]> {
  const tables = db.all<{ name: string }>("select name from sqlite_schema where type = 'table' order by name")
  return Object.fromEntries(
    tables.map(({ name }) => [
      name,
      db
        .all<object>(`select * from "${name}"`)
        .map((row) => JSON.stringify(row))
        .toSorted(),
    ]),
  )
}

/** What the log of events says, which is kept whatever it means. */
export const keptEvents = (db: Db) => eventRows(db).map(({ seq, n, body }) => ({ seq, n, body }))

const mapValues = <T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
