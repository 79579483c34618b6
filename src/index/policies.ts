import { emptyPolicies, PolicyDocument } from '../core/policyDocument'
import type { Db } from '../sqlite/db'

/** Of the events before it. */
export interface Before {
  seq: number
  n: number
}

/** The policies in force: those that were applied last, or last before a moment. */
export function policiesIn(db: Db, before?: Before): PolicyDocument {
  const row = before
    ? db.get<{ body: string }>(
        'select body from policy where (seq, n) < (:seq, :n) order by seq desc, n desc limit 1',
        { seq: before.seq, n: before.n },
      )
    : db.get<{ body: string }>('select body from policy order by seq desc, n desc limit 1')
  return row ? parsed(row.body) : emptyPolicies
}

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
