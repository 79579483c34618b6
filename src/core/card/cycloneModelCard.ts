import type { Metric } from '../metric'
import type { SignatureField } from '../record'
import type { Card, CardFacts } from './card'
import { filled, type Json, type JsonObject, property } from './cycloneParts'
import { pointsOf } from './points'

/** The `modelCard` of a component. `datasets` are the references of the data components, in their order. */
export const cycloneModelCard = (card: Card, facts: CardFacts, datasets: readonly string[]): JsonObject =>
  filled({
    modelParameters: filled({
      approach: approachOf(card.meta['tags']),
      task: text(card.meta['pipeline_tag']),
      architectureFamily: text(card.meta['model_type']),
      datasets: datasets.map((ref) => ({ ref })),
      inputs: (facts.signature?.inputs ?? []).map(formatOf),
      outputs: (facts.signature?.outputs ?? []).map(formatOf),
    }),
    quantitativeAnalysis: filled({ performanceMetrics: facts.metrics.map(performanceMetric) }),
    considerations: considerations(card),
    properties: properties(facts),
  })

/** Said in `modelCard.considerations` itself, or elsewhere in the document; the rest goes to properties. */
export const placed: ReadonlySet<string> = new Set([
  'summary',
  'identity.owners',
  'identity.contact',
  'identity.changes',
  'use.primary',
  'use.downstream',
  'use.users',
  'limits.known',
  'limits.tradeoffs',
  'eval.why',
  'risks',
  'fairness',
])

function considerations(card: Card): JsonObject {
  const texts = (...ids: string[]) => ids.flatMap((id) => pointsOf(said(card, id) ?? '').map((point) => point.text))
  return filled({
    users: texts('use.users'),
    useCases: texts('use.primary', 'use.downstream'),
    technicalLimitations: texts('limits.known'),
    performanceTradeoffs: texts('limits.tradeoffs', 'eval.why'),
    ethicalConsiderations: pointsOf(said(card, 'risks') ?? '').map(({ labelled }) =>
      filled({ name: labelled[''] || labelled['risk'], mitigationStrategy: labelled['mitigation'] || undefined }),
    ),
    environmentalConsiderations: filled({ properties: emissions(card.meta['co2_eq_emissions']) }),
    fairnessAssessments: pointsOf(said(card, 'fairness') ?? '').map(({ labelled }) =>
      filled({
        groupAtRisk: labelled[''] || labelled['group'],
        benefits: labelled['benefits'],
        harms: labelled['harms'],
        mitigationStrategy: labelled['mitigation'],
      }),
    ),
  })
}

const said = (card: Card, id: string): string | undefined => card.statements[id]?.trim() || undefined
const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() ? value : undefined)

const approaches = ['self-supervised', 'semi-supervised', 'unsupervised', 'reinforcement-learning', 'supervised']

function approachOf(tags: unknown): Json | undefined {
  const words = [tags].flat().map((tag) => String(tag).toLowerCase().replaceAll(/[\s_]/g, '-'))
  const type = approaches.find((name) => words.includes(name) || words.includes(`${name}-learning`))
  return type ? { type } : undefined
}

/** `age: int64 [-1, 3], optional`: the standard has one line for all of it. */
function formatOf({ name, type, shape, required }: SignatureField): JsonObject {
  const line = `${name === undefined ? '' : `${name}: `}${type}${shape ? ` [${shape.join(', ')}]` : ''}`
  return { format: required === false ? `${line}, optional` : line }
}

const performanceMetric = ({ name, value, slice, interval }: Metric): JsonObject =>
  filled({
    type: name,
    value: String(value),
    slice,
    confidenceInterval: interval && { lowerBound: String(interval.lower), upperBound: String(interval.upper) },
  })

function properties(facts: CardFacts): JsonObject[] {
  const { signature, baseline, metrics } = facts
  const more = metrics.filter(({ dataset, n, interval }) => dataset !== undefined || n !== undefined || interval?.level)
  return [
    ...(signature ? [property('signature', signature)] : []),
    ...more.map(({ name, slice, dataset, n, interval }) =>
      property('metric', { name, slice, dataset, n, level: interval?.level }),
    ),
    ...(baseline ? [property('baseline', baseline)] : []),
  ]
}

function emissions(said: unknown): JsonObject[] {
  if (typeof said === 'number' || typeof said === 'string') return [property('co2_eq_emissions.emissions', said)]
  if (typeof said !== 'object' || said === null) return []
  return Object.entries(said).map(([name, value]) => property(`co2_eq_emissions.${name}`, value))
}
