import { filesMissing } from '../core/errors'
import type { Context } from './context'
import type { SaveArgs } from './saveCard'

/** The text of a saved card, also of one that waits on this machine. Throws files-missing where it is not there, or not as it was. */
export async function cardTextOf(ctx: Context, sha256: string): Promise<string> {
  for (const { intent } of ctx.log.pending()) {
    if (intent.operation !== 'saveCard') continue
    const { text, card } = intent.args as SaveArgs
    if (card === sha256) return text
  }
  const { blobs } = ctx.log
  const bytes = await blobs.serve(() => blobs.get(sha256))
  if (!bytes) throw filesMissing('the registry', [sha256])
  return Buffer.from(bytes).toString('utf8')
}
