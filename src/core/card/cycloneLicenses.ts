import spdx from 'spdx-license-ids/index.json'
import deprecated from 'spdx-license-ids/deprecated.json'
import { filled, type JsonObject, uriOf } from './cycloneParts'

const bySmall = new Map([...spdx, ...deprecated].map((id) => [id.toLowerCase(), id]))
/** Those that Hugging Face calls otherwise. */
const others: Record<string, string> = {
  'c-uda': 'C-UDA-1.0',
  'odc-by': 'ODC-By-1.0',
  odbl: 'ODbL-1.0',
  pddl: 'PDDL-1.0',
  'lgpl-lr': 'LGPLLR',
}

/** The licences that a front matter names: by their ids of SPDX where there is one, else by name. */
export function cycloneLicenses(meta: Readonly<Record<string, unknown>>): JsonObject[] {
  const { license, license_name: name, license_link: link } = meta
  const ids = [license].flat().filter((id): id is string => typeof id === 'string' && id.trim() !== '')
  const url = typeof link === 'string' ? (uriOf(link) ?? relative(link)) : undefined
  return ids.map((id) => {
    const key = id.trim().toLowerCase()
    const known = Object.hasOwn(others, key) ? others[key] : bySmall.get(key)
    if (known) return { license: { id: known } }
    const said = key === 'other' && typeof name === 'string' && name.trim() ? name : id
    return { license: filled({ name: said, url }) }
  })
}

const relative = (link: string): string | undefined => (/^(?!\/\/)[\w\-./]+$/.test(link) ? link : undefined)
