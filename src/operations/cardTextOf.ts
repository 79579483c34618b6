import { blobDamaged, filesMissing } from '../core/errors'
import { sha256Hex } from '../log/canonical'
import { blobKey } from '../store/keys'
import type { Context } from './context'

/** The text of a saved card, also of one that waits on this machine. Throws files-missing or blob-damaged. */
export async function cardTextOf(ctx: Context, sha256: string): Promise<string> {
  for (const { intent } of ctx.log.pending()) {
    if (intent.operation !== 'saveCard') continue
    const { text, card } = intent.args as { text: string; card: string }
    if (card === sha256) return text
  }
  const bytes = await ctx.store.get(blobKey(sha256))
  if (!bytes) throw filesMissing('the registry', [sha256])
  if (sha256Hex(bytes) !== sha256) throw blobDamaged(sha256)
  return Buffer.from(bytes).toString('utf8')
}
