import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { webhookBadVariable, webhookNotASetting, webhookNotHttps, webhookUnknown } from '../core/notifyErrors'

/**
 * The address that a policy's setting `env:PEDIGREE_…` stands for: from the environment, else from what the editor
 * keeps secret. Throws webhook-refused, and never says the address.
 */
export async function addressOfWebhook(
  setting: string,
  secret: (name: string) => Promise<string | undefined> = async () => undefined,
): Promise<URL> {
  const name = /^env:(.*)$/s.exec(setting)?.[1]
  // Also what is no name may be an address that somebody pasted.
  if (name === undefined || !/^\w{1,200}$/.test(name)) throw webhookNotASetting()
  if (!/^PEDIGREE_\w/.test(name)) throw webhookBadVariable(name)
  const address = (process.env[name] || (await secret(name)) || '').trim()
  if (!address) throw webhookUnknown(name)
  const url = httpsUrl(address)
  if (!url) throw webhookNotHttps(name)
  return url
}

/** Undefined for what is no address, or another than of https. */
export function httpsUrl(address: string): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url?.protocol === 'https:' ? url : undefined
}

/** Every address that a host has; of one that is an address, however it is spelt, that one. */
export async function addressesOf({ hostname }: URL): Promise<string[]> {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(literal)) return [literal]
  return (await lookup(hostname, { all: true })).map(({ address }) => address)
}

/** Is it an address of the public internet, one that no network uses for itself? */
export function isPublic(address: string): boolean {
  if (!isIP(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  // Nothing else of IPv6 is in public use; some of it stands for addresses of IPv4.
  return parsed.kind() === 'ipv4' || parsed.match(ipaddr.parse('2000::'), 3)
}
