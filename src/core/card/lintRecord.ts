import { isSamePerson } from '../version'
import { own } from '../own'
import type { Found, Linted } from './lint'
import { sectionOf } from './sections'

// What the record lacks for its card, and what was changed that is the record's.

export const lintRecord = (linted: Linted): Found[] => [...data(linted), ...training(linted), ...people(linted)]

export function lintBlocks({ card, options: { sha256 } }: Pick<Linted, 'card' | 'options'>): Found[] {
  if (!sha256) return []
  return Object.entries(card.blocks)
    .filter(([, { text, stated }]) => sha256(text) !== stated)
    .map(([id]) => ({
      ...{ code: 'card/generated-block-edited', severity: 'warning', field: id },
      message: `The automatic part of "${sectionOf(id)?.title ?? id}" was changed by hand; it is written anew when the card is saved.`,
    }))
}

function data({ facts }: Linted): Found[] {
  const field = 'data.training'
  return facts.data
    .flatMap(({ name, digest }): Found[] => {
      if (digest === undefined)
        return [
          {
            ...{ code: 'card/dataset-without-digest', severity: 'warning', field },
            message: `The dataset "${name}" has no digest, so nobody can tell later what was in it.`,
          },
        ]
      // The digests that MLflow makes are of a sample of the rows, and eight characters long.
      const [algorithm = '', value = ''] = digest.split(/:(.*)/s)
      if (!/^mlflow/i.test(algorithm) && (value || algorithm).length >= 32) return []
      return [
        {
          ...{ code: 'card/digest-partial', severity: 'info', field },
          message: `The digest of the dataset "${name}" covers only a part of it.`,
        },
      ]
    })
    .slice(0, 20)
}

function training({ card, facts }: Linted): Found[] {
  const found: Found[] = []
  if (facts.code?.dirty && !own(card.statements, 'training.commit'))
    found.push({
      ...{ code: 'card/commit-dirty-unexplained', severity: 'warning', field: 'training.commit' },
      message: 'The working tree had changes that are not in the commit; say below the table what they were.',
    })
  const isSeed = (name: string) =>
    /(?:^|[^a-z])(?:random[_.\- ]?)?(?:seed|random[_.\- ]?state|rng)(?:$|[^a-z])/i.test(name)
  if (!Object.keys(facts.params).some(isSeed))
    found.push({
      ...{ code: 'card/seed-missing', severity: 'info', field: 'training.params' },
      message: 'No random seed was recorded.',
    })
  return found
}

function people({ facts, options: { saved } }: Linted): Found[] {
  const found: Found[] = []
  if (saved && Date.parse(saved.at) < Date.parse(facts.at))
    found.push({
      ...{ code: 'card/older-than-version', severity: 'warning', field: 'identity.version' },
      message: 'The card is older than the version.',
    })
  const author = saved?.by ?? facts.author
  if (facts.approvals.length && facts.approvals.every(({ by }) => isSamePerson(by, author)))
    found.push({
      ...{ code: 'card/author-is-sole-approver', severity: 'warning', field: 'gov.approvals' },
      message: `Only ${author.name || author.email} approved it, who also wrote ${saved ? 'its card' : 'it'}.`,
    })
  return found
}
