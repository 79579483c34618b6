import { type Approval, isSamePerson, personOf, type Version } from '../version'
import { own } from '../own'
import type { RuleOf } from '../policy/policyDocument'
import type { Actor } from '../record'
import type { Asked, Outcome } from './outcome'
import { counted, listed, typed } from './words'

/** Enough people who may have approved of it for the stage that is entered; its author is none of them. */
export function approvalsRule({ facts, name }: Asked, { approvals: asked }: RuleOf<'approvals'>): Outcome {
  const { candidate, stage } = facts
  const { count, signed } = asked
  const given = own(candidate.approvals, stage) ?? []
  const counting = new Map<string, Approval>()
  const others: string[] = []
  for (const approval of given) {
    const why = discounted(candidate, approval, asked)
    if (why === undefined) counting.set(personOf(approval.by), approval)
    else others.push(`${called(approval.by)} ${reasons[why]}`)
  }
  const passed = counting.size >= count
  const who = [...counting.values()].map(({ by }) => called(by))
  const expected = `${counted(count, 'approval')}${signed ? ' with a signature' : ''}${asked.from ? ` from ${listed(asked.from, 'or')}` : ''}`
  const actual = counting.size ? `${counting.size} of ${count}: ${who.join(', ')}` : `0 of ${count}`
  const has = `${name} has ${counting.size} of ${counted(count, 'approval')} for ${stage}${who.length ? `, by ${listed(who)}` : ''}`
  const uncounted = others.length ? ` Not counted: ${others.join('; ')}.` : ''
  if (passed) return { passed, expected, actual, message: `${has}.${uncounted}` }
  const could = (asked.from ?? []).filter(
    (email) => !counting.has(folded(email)) && !isAuthor(candidate, { name: '', email }),
  )
  return { passed, expected, actual, message: `${has}.${uncounted} ${stillAsked()}` }

  function stillAsked(): string {
    const command = `pedigree approve ${typed(name)} ${typed(stage)}`
    if (!asked.from) return `Anybody but its author may still approve: ${command}.`
    if (new Set(could.map(folded)).size < count - counting.size) {
      const authors = asked.from.filter((email) => isAuthor(candidate, { name: '', email }))
      const why = authors.length ? `, as ${listed(authors)} made it` : ''
      return `${could.length ? `Only ${listed(could)}` : 'Nobody else'} may still approve${why}, so this can never pass for ${name}; the policy has to ask others.`
    }
    return `${listed(could, 'or')} may still approve: ${command}.`
  }
}

/** Why an approval does not count; undefined where it does. */
export function discounted(
  candidate: Pick<Version, 'by' | 'record'>,
  { by, signed }: Approval,
  asked: RuleOf<'approvals'>['approvals'],
): keyof typeof reasons | undefined {
  if (isAuthor(candidate, by)) return 'author'
  if (asked.from && !asked.from.some((email) => folded(email) === folded(by.email))) return 'stranger'
  return asked.signed && !signed ? 'unsigned' : undefined
}

const reasons = {
  author: 'made the version',
  stranger: 'is not one of those who are asked',
  unsigned: 'did not sign',
} as const

/** Whoever registered it, or is named by its record. */
export const isAuthor = ({ by, record }: Pick<Version, 'by' | 'record'>, actor: Actor): boolean =>
  [by, record.author].some((author) => isSamePerson(author, actor))

const folded = (text: string): string => text.trim().toLowerCase()

const called = ({ name, email }: Actor): string => name || email || 'somebody'
