import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { badFile, badUsage, noSuchPath } from '../core/errors'
import { nameOf } from '../core/reference'
import { type CardFormat, cardFormats, exportCard } from '../operations/exportCard'
import { atOption, readPast } from './past'
import { type Answer, type Usual, withRegistry } from './subcommand'

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

function requireFormat(format: string): CardFormat {
  const known = cardFormats.find((name) => name === format)
  if (!known) throw badUsage(`There is no format "${format}".`, `There are ${cardFormats.join(', ')}.`)
  return known
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((error: NodeJS.ErrnoException) => {
    const { code = '' } = error
    if (code === 'ENOENT' || code === 'ENOTDIR') throw noSuchPath(path)
    throw problems[code] ? badFile(path, problems[code]) : error
  })
}

const problems: Record<string, string> = {
  EISDIR: 'it is a folder',
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
  EROFS: 'it may not be written',
  ENOSPC: 'there is no room left for it',
  EDQUOT: 'there is no room left for it',
}
