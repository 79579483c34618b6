import { writeFileSync } from 'node:fs'
import { signWithSsh } from '../../src/sources/sshKeygen'

// Run in a terminal: signs as a person would, and writes the signature or the refusal into a file.
const [answer, key, namespace, message] = process.argv.slice(2) as [string, string, string, string]

void signWithSsh({ message: Buffer.from(message, 'hex'), namespace, keys: [key], interactive: true }).then(
  (signature) => writeFileSync(answer, signature),
  (error: Error) => writeFileSync(answer, error.message),
)
