import spdx from 'spdx-license-ids/index.json'
import deprecated from 'spdx-license-ids/deprecated.json'

/** Names of the Hub for what SPDX does not know, or knows under other names. */
const ofHub =
  'openrail bigscience-openrail-m creativeml-openrail-m bigscience-bloom-rail-1.0 bigcode-openrail-m openrail++ bsd c-uda ' +
  'cc gpl lgpl gfdl h-research intel-research apple-ascl apple-amlr odc-by odbl open-mdw openmdw-1.0 etalab-2.0 pddl ' +
  'lgpl-lr deepfloyd-if-license fair-noncommercial-research-license llama2 llama3 llama3.1 llama3.2 llama3.3 llama4 ' +
  'grok2-community gemma bsl-1.0 eupl-1.1 eupl-1.2 wtfpl ms-pl postgresql unlicense ncsa zlib isc mit'

const known = new Set([...spdx, ...deprecated, ...ofHub.split(' ')].map((id) => id.toLowerCase()))

/** An id of SPDX or of the Hugging Face Hub, in any case, or several of them joined by `OR`, `AND`, `WITH`. */
export const isLicense = (text: string): boolean => {
  const ids = text.split(/\s+(?:OR|AND)\s+/).map((id) => id.replace(/^\(+|\)+$/g, '').replace(/\s+WITH\s+\S+$/, ''))
  return ids.length > 0 && ids.every((id) => known.has(id.replace(/\+$/, '').toLowerCase()))
}
