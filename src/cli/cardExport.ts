import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { badUsage, noSuchPath } from '../core/errors'
import { nameOf } from '../core/reference'
import { type CardFormat, cardFormats, exportCard } from '../operations/exportCard'
import { importCard, type ImportedCard } from '../operations/importCard'
import { readCardFile } from '../operations/readCardFile'
import { saveCard } from '../operations/saveCard'
import { atOption, readPast } from './past'
import { type Answer, type Usual, withRegistry } from './subcommand'
import { counted } from './text'

interface Exporting extends Usual {
  format: string
  output?: string
  at?: string
}

/** `card export`: the card as others read it. */
export const cardExport = (card: Command, answer: (answer: Answer) => void): Command =>
  card
    .command('export <ref>')
    .description('write the card as Hugging Face Markdown, HTML, CycloneDX, JSON, or what it says of Annex IV')
    .option('--format <format>', cardFormats.join(', '), 'md')
    .option('--output <file>', 'write it to a file instead')
    .option(...atOption)
    .action(async (reference: string, { format, output, at: date, ...options }: Exporting) => {
      const at = date === undefined ? undefined : readPast(date)
      const known = requireFormat(format)
      const json = await withRegistry(options, (ctx) => exportCard(ctx, { reference, format: known, at }))
      if (output !== undefined) await write(output, json.text)
      const text = output === undefined ? json.text.trimEnd() : `Wrote the card of ${nameOf(json)} to ${output}.`
      answer({ json: output === undefined ? json : { ...json, file: resolve(output) }, text })
    })

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

function requireFormat(format: string): CardFormat {
  const known = cardFormats.find((name) => name === format)
  if (!known) throw badUsage(`There is no format "${format}".`, `There are ${cardFormats.join(', ')}.`)
  return known
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' || error.code === 'ENOTDIR' ? noSuchPath(path) : error
  })
}

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
