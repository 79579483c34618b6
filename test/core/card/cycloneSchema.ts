import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../host/projectRoot'

const folder = join(projectRoot, 'node_modules', '@cyclonedx', 'cyclonedx-library', 'res', 'schema')
const schema = (name: string): object =>
  JSON.parse(readFileSync(join(folder, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object

/** What is wrong with a document by the published schema of CycloneDX 1.7, in words; nothing if it is right. */
export function cycloneProblems(document: unknown): string[] {
  validate ??= compiled()
  // As it is written and read again.
  if (validate(JSON.parse(JSON.stringify(document)))) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}

let validate: ReturnType<Ajv['compile']> | undefined

function compiled(): ReturnType<Ajv['compile']> {
  // Its texts for people are keywords of its own.
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const ascii = (text: string) => text.replace(/[^\0-\x7f]/g, 'x')
  const formatOf = (name: string) => {
    const { compiled: format } = { compiled: addFormats.default.get(name as 'email') }
    return (text: string) =>
      format instanceof RegExp ? format.test(text) : (format as (text: string) => boolean)(text)
  }
  // Those of other alphabets, as those of ours.
  const [isReference, isEmail] = [formatOf('uri-reference'), formatOf('email')]
  ajv.addFormat('iri-reference', (text: string) => isReference(ascii(text)))
  ajv.addFormat('idn-email', (text: string) => isEmail(ascii(text)))
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs'])
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`)
  return ajv.compile(schema('bom-1.7'))
}
