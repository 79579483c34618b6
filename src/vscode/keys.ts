import type { SecretStorage } from 'vscode'
import type { Destination } from '../operations/trust'
import type { Credentials } from './engine'

export type Keys = ReturnType<typeof keysIn>

/** What a person typed and nobody else is to see: credentials, by the bucket, endpoint and profile they are for, and addresses of webhooks. */
export function keysIn(secrets: SecretStorage) {
  const nameOf = ({ url, endpoint, profile }: Destination) => `credentials ${JSON.stringify([url, endpoint, profile])}`
  return {
    async of(destination: Destination): Promise<Credentials | undefined> {
      const text = await secrets.get(nameOf(destination))
      return text ? (JSON.parse(text) as Credentials) : undefined
    },
    keep: async (destination: Destination, credentials: Credentials): Promise<void> =>
      secrets.store(nameOf(destination), JSON.stringify(credentials)),
    forget: async (destination: Destination): Promise<void> => secrets.delete(nameOf(destination)),
    /** The address that a policy names a variable for. */
    webhook: async (name: string): Promise<string | undefined> => secrets.get(`webhook ${name}`),
    /** An empty address forgets it. */
    keepWebhook: async (name: string, address: string): Promise<void> =>
      address ? secrets.store(`webhook ${name}`, address) : secrets.delete(`webhook ${name}`),
  }
}
