import type { DatasetRef } from '../record'
import type { Card, CardFacts } from './card'
import { annotations } from './cycloneAnnotations'
import { cycloneLicenses } from './cycloneLicenses'
import { cycloneModelCard, placed } from './cycloneModelCard'
import { filled, hashOf, type JsonObject, personOf, property, uriOf } from './cycloneParts'
import { pointsOf } from './points'

/** Which versions of the standard can be written. */
export type CycloneVersion = keyof typeof writers
const writers = { '1.7': cycloneDx17 }

/** A card as a CycloneDX document. The same card and facts always make the same one. */
export const toCycloneDx = (card: Card, facts: CardFacts, version: CycloneVersion = '1.7'): JsonObject =>
  writers[version](card, facts)

function cycloneDx17(card: Card, facts: CardFacts): JsonObject {
  const datasets = facts.data.map(dataComponent(card))
  const refs = datasets.map((component) => component['bom-ref'] as string)
  const component = modelComponent(card, facts, refs)
  const subject = component['bom-ref'] as string
  return filled({
    $schema: 'http://cyclonedx.org/schema/bom-1.7.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    serialNumber: serialNumber(facts.id),
    version: 1,
    metadata: {
      timestamp: facts.at,
      tools: { components: [{ type: 'application', name: 'pedigree' }] },
      component,
    },
    components: datasets,
    dependencies: [filled({ ref: subject, dependsOn: refs }), ...refs.map((ref) => ({ ref }))],
    annotations: annotations(facts, subject),
  })
}

/** A UUID that is made of the version's id, as version 8 of them may be. */
function serialNumber(id: string): string {
  const digits = /^[0-9a-f]{32}/.exec(id)?.[0] ?? '0'.repeat(32)
  const variant = '89ab'[Number.parseInt(digits[16]!, 16) % 4]!
  return `urn:uuid:${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`
}

function modelComponent(card: Card, facts: CardFacts, datasets: readonly string[]): JsonObject {
  const tags = [card.meta['tags']].flat().filter((tag): tag is string => typeof tag === 'string')
  const contact = peopleOf(card, 'identity.contact')
  const owners = peopleOf(card, 'identity.owners')
  return filled({
    type: 'machine-learning-model',
    'bom-ref': `model:${facts.model}@${facts.version}`,
    supplier: filled({ name: owners[0]?.['name'], contact }),
    authors: [personOf(facts.author), ...owners],
    name: facts.model,
    version: String(facts.version),
    description: card.statements['summary']?.trim() || facts.description || undefined,
    licenses: cycloneLicenses(card.meta),
    pedigree: pedigree(card, facts),
    externalReferences: references(card, facts),
    components: fileComponents(facts),
    modelCard: cycloneModelCard(card, facts, datasets),
    properties: properties(card, facts),
    tags,
  })
}

function peopleOf(card: Card, id: string): JsonObject[] {
  return pointsOf(card.statements[id] ?? '').map(({ text }) => {
    // Whatever that is, it is nobody's name and address.
    if (text.length > 1000) return { name: text }
    const email = /[^\s<>()[\],;:"]+@[^\s<>()[\],;:"]+\w/.exec(text)?.[0] ?? ''
    const name = text
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/<[^>]*>/g, '')
      .trim()
    const { name: _, ...address } = personOf({ name, email })
    return name && name !== email ? personOf({ name, email }) : 'email' in address ? address : { name: text }
  })
}

function pedigree(card: Card, { parents, code, changes }: CardFacts): JsonObject {
  const since = changes?.lines.length ? `Since ${changes.reference}:\n${changes.lines.join('\n')}` : ''
  const notes = [card.statements['identity.changes']?.trim(), since].filter(Boolean).join('\n\n')
  return filled({
    ancestors: parents.map(({ reference, id, relation }) => {
      const at = reference.lastIndexOf('@')
      return filled({
        type: 'machine-learning-model',
        name: at < 0 ? reference : reference.slice(0, at),
        version: at < 0 ? undefined : reference.slice(at + 1),
        properties: [property('relation', relation), property('id', id)],
      })
    }),
    commits: code ? [filled({ uid: code.commit, url: code.remote && uriOf(code.remote) })] : [],
    notes: notes || undefined,
  })
}

function references(card: Card, { code, checks }: CardFacts): JsonObject[] {
  const links: { type: string; link: unknown; comment?: string }[] = [
    { type: 'vcs', link: code?.remote },
    { type: 'license', link: card.meta['license_link'] },
    ...checks.map(({ name, url }) => ({ type: 'evidence', link: url, comment: name })),
  ]
  return links.flatMap(({ type, link, comment }) => {
    const url = typeof link === 'string' ? uriOf(link) : undefined
    return url ? [filled({ type, url, comment })] : []
  })
}

const fileComponents = ({ files }: CardFacts): JsonObject[] =>
  [...new Map(files.map((file) => [file.path, file])).values()].map(({ path, size, sha256 }) => ({
    type: 'file',
    'bom-ref': `file:${path}`,
    name: path,
    hashes: [{ alg: 'SHA-256', content: sha256 }],
    properties: [property('size', String(size))],
  }))

function dataComponent(card: Card) {
  return (data: DatasetRef, i: number): JsonObject => {
    const { name, version, digest, uri, size, rows, columns } = data
    const hash = digest === undefined ? undefined : hashOf(digest)
    const url = uri === undefined ? undefined : uriOf(uri)
    const facts: [string, unknown][] = [
      ['digest', hash ? undefined : digest],
      ['uri', url ? undefined : uri],
      ['size', size === undefined ? undefined : String(size)],
      ['rows', rows === undefined ? undefined : String(rows)],
      ['columns', columns],
    ]
    const known = facts.flatMap(([key, value]) => (value === undefined ? [] : [property(key, value)]))
    const points = (id: string) => pointsOf(card.statements[id] ?? '').map((point) => point.text)
    return filled({
      type: 'data',
      'bom-ref': `data:${i + 1}:${name}`,
      name,
      version,
      hashes: hash ? [hash] : [],
      data: [
        filled({
          type: 'dataset',
          name,
          contents: filled({ url, properties: known }),
          sensitiveData: points('data.sensitive'),
          description: card.statements['data.collection']?.trim() || undefined,
          governance: filled({
            owners: points('data.governance').map((organization) => ({ organization: { name: organization } })),
          }),
        }),
      ],
    })
  }
}

/** What the standard has no place for. */
function properties(card: Card, facts: CardFacts): JsonObject[] {
  const known: [string, unknown][] = [
    ['id', facts.id],
    ['digest', `sha256:${facts.digest}`],
    ['stage', facts.stage],
    ['label', facts.label],
    ['fileCount', String(facts.fileCount)],
    ['bytes', String(facts.bytes)],
    ['run', facts.run],
    ['dirty', facts.code ? String(facts.code.dirty) : null],
    ['branch', facts.code?.branch],
    ['remote', facts.code?.remote && !uriOf(facts.code.remote) ? facts.code.remote : null],
  ]
  const described = ['data.sensitive', 'data.collection', 'data.governance']
  return [
    ...known.flatMap(([name, value]) => (value === null || value === undefined ? [] : [property(name, value)])),
    ...facts.aliases.map((alias) => property('alias', alias)),
    ...Object.entries(facts.params).map(([name, value]) => property(`param:${name}`, value)),
    ...Object.entries(facts.environment).map(([name, value]) => property(`environment:${name}`, value)),
    ...Object.entries(card.statements)
      .filter(([id]) => !placed.has(id) && !(facts.data.length && described.includes(id)))
      .map(([id, text]) => property(id, text)),
    ...Object.entries(card.inherited).map(([id, from]) => property(`inherited:${id}`, from)),
    ...Object.entries(card.meta)
      .filter(
        ([key]) => !['license', 'license_name', 'license_link', 'tags', 'pipeline_tag', 'model_type'].includes(key),
      )
      .map(([key, value]) => property(`huggingface:${key}`, value)),
    ...(card.others.trim() ? [property('other', card.others)] : []),
  ]
}
