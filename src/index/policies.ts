import { emptyPolicies, PolicyDocument } from '../core/policy/policyDocument'
import type { Db } from '../sqlite/db'
import { type Before, ever } from './before'

/** The policies in force: those that were applied last, or last before a moment. */
export function policiesIn(db: Db, before?: Before): PolicyDocument {
  const row = before
    ? db.get<{ body: string }>(
        'select body from policy where (seq, n) < (:seq, :n) order by seq desc, n desc limit 1',
        { ...before },
      )
    : db.get<{ body: string }>('select body from policy order by seq desc, n desc limit 1')
  return row ? parsed(row.body) : emptyPolicies
}

export interface AppliedRow {
  seq: number
  at: string
  name: string
  email: string
  reason: string | null
}

/** Who applied the policies in force, and when; undefined while none are. */
export const lastApplied = (db: Db, before: Before = ever): AppliedRow | undefined =>
  db.get<AppliedRow>(
    `select p.seq, c.at, c.name, c.email, e.body ->> 'reason' as reason
      from policy p join commits c on c.seq = p.seq join event e on e.seq = p.seq and e.n = p.n
      where (p.seq, p.n) < (:seq, :n) order by p.seq desc, p.n desc limit 1`,
    { ...before },
  )

const known = new Map<string, PolicyDocument>()
/** How many are kept in mind. */
const most = 20

/** The same text is the same object, so that what is made of it is made once. */
function parsed(body: string): PolicyDocument {
  const document = known.get(body) ?? PolicyDocument.parse(JSON.parse(body))
  known.delete(body)
  known.set(body, document)
  if (known.size > most) known.delete(known.keys().next().value!)
  return document
}
