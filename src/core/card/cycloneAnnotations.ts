import type { CardFacts } from './card'
import { filled, type JsonObject, personOf } from './cycloneParts'

/** Who approved a version, what checks found and what gates said, each with its time. */
export function annotations(facts: CardFacts, subject: string): JsonObject[] {
  const said = [
    ...facts.approvals.map(({ stage, at, by, signed, note }) => ({
      annotator: { individual: personOf(by) },
      timestamp: at,
      text: `Approved for ${stage}${signed ? ', signed' : ''}.${note ? ` ${note}` : ''}`,
    })),
    ...facts.checks.map(({ name, result, at, by, url }) => ({
      annotator: { individual: personOf(by) },
      timestamp: at,
      text: `Check ${name}: ${result === 'pass' ? 'passed' : 'failed'}.${url ? ` ${url}` : ''}`,
    })),
    ...facts.gates.map(({ stage, at, outcome, digest }) => ({
      annotator: { component: { type: 'application', name: 'pedigree' } },
      timestamp: at,
      text: `Gate of ${stage}: ${outcome}. Report: sha256:${digest}`,
    })),
  ]
  return said.map((one, i) => filled({ 'bom-ref': `annotation:${i + 1}`, subjects: [subject], ...one }))
}
