import { isLicense } from './licenses'
import type { Found, Linted } from './lint'

// What is wrong with the front matter.

export function lintLicense({ card: { meta } }: Pick<Linted, 'card'>): Found[] {
  const names = listIn(meta['license'])
  const field = 'identity.license'
  const severity = 'error'
  if (!names.length)
    return [
      {
        ...{ code: 'card/required-section-missing', severity, field },
        message: 'The card names no licence: "license:" in its front matter, such as apache-2.0.',
      },
    ]
  const code = 'card/license-unknown'
  return names.flatMap((name): Found[] => {
    if (name.toLowerCase() === 'other')
      return listIn(meta['license_name']).length && listIn(meta['license_link']).length
        ? []
        : [{ code, severity, field, message: 'A licence "other" needs license_name and license_link.' }]
    if (isLicense(name)) return []
    const message = `"${name.slice(0, 80)}" is no licence that SPDX or Hugging Face know; write "other" with license_name and license_link.`
    return [{ code, severity, field, message }]
  })
}

export function lintParents({ card: { meta }, facts }: Linted): Found[] {
  const stated = listIn(meta['base_model']).map((name) => name.toLowerCase())
  if (!stated.length || !facts.parents.length) return []
  const names = facts.parents.flatMap(({ reference, id }) => [reference, reference.split('@')[0]!, id])
  const isMeant = (name: string) =>
    stated.some((text) => text === name.toLowerCase() || text.endsWith(`/${name.toLowerCase()}`))
  if (names.some(isMeant)) return []
  return [
    {
      ...{ code: 'card/parent-mismatch', severity: 'warning', field: 'identity.parents', key: 'base_model' },
      message: `base_model says ${stated.join(', ').slice(0, 200)}, and the record ${facts.parents.map(({ reference }) => reference).join(', ')}.`,
    },
  ]
}

/** One text, or a list of them. */
export const listIn = (value: unknown): string[] =>
  (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((one) =>
    typeof one === 'string' && one.trim() ? [one.trim()] : typeof one === 'number' ? [String(one)] : [],
  )
