import type { Command } from 'commander'
import { nameOf } from '../core/reference'
import { importCard, type ImportedCard } from '../operations/importCard'
import { readCardFile } from '../operations/readCardFile'
import { saveCard } from '../operations/saveCard'
import { type Answer, type Usual, withRegistry } from './subcommand'
import { counted } from './text'

/** `card import`: a Hugging Face card becomes a part of ours. */
export const cardImport = (card: Command, answer: (answer: Answer) => void): Command =>
  card
    .command('import <ref> <file>')
    .description('take over what a Hugging Face README.md says (- reads what comes in), and save it')
    .option('--dry-run', 'only say what would become of it')
    .action(async (reference: string, file: string, { dryRun, ...options }: Usual & { dryRun?: boolean }) => {
      const given = await readCardFile(file)
      const json = await withRegistry(options, async (ctx) => {
        const imported = await importCard(ctx, { reference, text: given, name: file === '-' ? 'The card' : file })
        const { text, base, ...told } = imported
        if (dryRun) return { ...told, version: null, text, saved: false }
        return { ...told, ...(await saveCard(ctx, { reference, text, base })), saved: true }
      })
      const done = json.saved ? `Saved the card of ${nameOf(json)}.` : 'Nothing was saved.'
      answer({ json, text: [...toldOf(json), done].join('\n') })
    })

function toldOf({
  mapped,
  kept,
  empty,
  keys,
  replaced,
}: Omit<ImportedCard, 'text' | 'base' | 'model' | 'id'>): string[] {
  return [
    ...(keys.length ? [`${counted(keys.length, 'key')} of the front matter: ${keys.join(', ')}`] : []),
    ...mapped.map(({ heading, section }) => `${heading || 'the text above all headings'} -> ${section}`),
    ...kept.map((heading) => `${heading || 'a heading without words'}: kept as it is`),
    ...empty.map((heading) => `${heading}: left out, nothing was written there`),
    ...(replaced.length ? [`Replaced what the card said before: ${replaced.join(', ')}`] : []),
  ]
}
