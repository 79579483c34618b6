import type { Field, Filter, Operator, Value } from '../core/filter'
import { assertNever } from '../core/assertNever'
import type { Db, Params } from '../sqlite/db'

/** Are there many `rows` (from … where …)? */
export type IsCommon = (rows: string, params: Params) => boolean

/** More keys than this are not worth a list. */
const many = 5000

export const commonIn =
  (db: Db): IsCommon =>
  (rows, params) =>
    db.get<{ count: number }>(`select count(*) as count from (select 1 ${rows} limit ${many})`, params)!.count === many

/**
 * A filter as a condition on the table `v` (version). Values are parameters, never text of the statement.
 * What is common is asked of each version: newest first, a page of them is soon found. What is rare becomes a list.
 */
export function versionCondition(filter: Filter, isCommon: IsCommon = () => false): { where: string; params: Params } {
  const params: Params = {}
  const bind = (value: string | number): string => {
    const name = `f${Object.keys(params).length}`
    params[name] = value
    return `:${name}`
  }

  function condition(node: Filter): string {
    switch (node.kind) {
      case 'and':
      case 'or':
        return `(${condition(node.left)} ${node.kind} ${condition(node.right)})`
      case 'not':
        return `not ${condition(node.inner)}`
      case 'compare':
        return comparison(node.field, node.operator, node.value)
      default:
        return assertNever(node)
    }
  }

  function comparison({ group, key }: Field, operator: Operator, value: Value): string {
    switch (group) {
      case 'metrics': {
        const [name = '', slice = ''] = split(key)
        const measured = `m.name = ${bind(name)} and m.slice = ${bind(slice)}`
        return some('metric', 'm', measured, (mark) => compare(`${mark}m.value`, operator, value))
      }
      case 'params': {
        const column = typeof value === 'number' ? 'cast(p.value as real)' : 'cast(p.value as text)'
        return some('param', 'p', `p.name = ${bind(key)}`, (mark) => compare(mark + column, operator, value))
      }
      case 'tags':
        return some('version_tag', 't', `t.name = ${bind(key)}`, (mark) =>
          compare(`${mark}t.value`, operator, text(value)),
        )
      case 'attribute':
        return attribute(key, operator, value)
      default:
        return assertNever(group)
    }
  }

  function some(table: string, alias: string, named: string, passes: (mark: '' | '+') => string): string {
    const rows = `from ${table} ${alias} where ${named} and ${passes('')}`
    if (!isCommon(rows, params)) return `v.key in (select ${alias}.version ${rows})`
    // The + keeps SQLite from going through all rows with such a value, for each version.
    return `exists (select 1 from ${table} ${alias} where ${alias}.version = v.key and ${named} and ${passes('+')})`
  }

  function attribute(key: string, operator: Operator, value: Value): string {
    if (key === 'alias') {
      // A version has several aliases, or none: "is not" means that none of them is.
      const is = operator === '!=' ? '=' : operator === 'NOT IN' ? 'IN' : operator
      const member = is === operator ? 'in' : 'not in'
      return `v.key ${member} (select a.version from alias a where ${compare('a.name', is, text(value))})`
    }
    if (key === 'version') return compare('v.number', operator, numbers(value))
    if (key === 'author')
      return `(${compare('v.author', operator, text(value))} or ${compare('v.email', operator, text(value))})`
    if (key === 'stage') return compare('v.stage', operator, lower(value))
    const plain = compare(columns[key]!, operator, text(value))
    return key === 'model' && isCommon(`from version v where ${plain}`, params) ? `+${plain}` : plain
  }

  function compare(column: string, operator: Operator, value: Value): string {
    if (Array.isArray(value)) return `${column} ${operator} (${value.map(bind).join(', ')})`
    if (operator === 'ILIKE') return `lower(${column}) like lower(${bind(value)}) escape '\\'`
    if (operator === 'LIKE') return `${column} glob ${bind(globOf(String(value)))}`
    return `${column} ${operator} ${bind(value)}`
  }

  return { where: condition(filter), params }
}

const columns: Record<string, string> = {
  model: 'v.model',
  label: 'v.label',
  at: 'v.at',
  digest: 'v.digest',
  id: 'v.id',
  run: 'v.run',
  description: 'v.description',
}

/** `f1/region=EU` is a metric and its slice. */
function split(key: string): [string, string?] {
  const slash = key.indexOf('/')
  return slash < 0 ? [key] : [key.slice(0, slash), key.slice(slash + 1)]
}

const text = (value: Value): Value => (Array.isArray(value) ? value.map(String) : String(value))
const numbers = (value: Value): Value => (Array.isArray(value) ? value.map(Number) : Number(value))
const lower = (value: Value): Value =>
  Array.isArray(value) ? value.map((item) => String(item).toLowerCase()) : String(value).toLowerCase()

/** LIKE of standard SQL minds case; SQLite's does not, but its GLOB does. */
const globOf = (pattern: string): string => pattern.replace(/[*?[]/g, '[$&]').replaceAll('%', '*').replaceAll('_', '?')
