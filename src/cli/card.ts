import type { CardChange, CardFinding } from '../core/card/card'
import { isComplete } from '../core/card/lint'
import { metaKeys } from '../core/card/sections'
import { badUsage } from '../core/errors'
import { nameOf } from '../core/reference'
import { changeCard } from '../operations/changeCard'
import { checkCard } from '../operations/checkCard'
import { lintText } from '../operations/lintText'
import { type CardView, readCard } from '../operations/readCard'
import { isCardFile, readCardFile } from '../operations/readCardFile'
import { cardExport } from './cardExport'
import { cardImport } from './cardImport'
import { atOption, readPast } from './past'
import { many } from './list'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { counted, dim } from './text'

interface Showing extends Usual {
  at?: string
  conflict?: boolean
}

interface Setting extends Usual {
  base?: string
  field?: string
  text?: string
  affirm?: string[]
  affirmAll?: boolean
  meta?: string[]
}

export const card: Subcommand = (program, answer) => {
  const command = program.command('card').description('read, check and save the model card of a version')
  command
    .command('show <ref>')
    .description('the card as it was saved, or else a draft, with what the record and the version before it say')
    .option(...atOption)
    .option('--conflict', 'what you wrote, and could not be saved because somebody else was faster')
    .action(async (reference: string, { at: date, conflict, ...options }: Showing) => {
      const at = date === undefined ? undefined : readPast(date)
      const json = await withRegistry(options, (ctx) => readCard(ctx, { reference, at }))
      if (conflict && !json.conflict) throw badUsage(`No card of ${nameOf(json)} of yours was refused.`)
      if (!conflict && !options.json && !options.quiet) process.stderr.write(aboutText(json))
      answer({ json, text: (conflict ? json.conflict!.text : json.text).trimEnd() })
    })
  command
    .command('set <ref> [file]')
    .description('save a card: a CARD.md (- reads what comes in), or changes of the one that is there')
    .option('--field <id>', 'the section that --text is for, such as limits.known')
    .option('--text <text>', 'what it says from now on, as Markdown; nothing takes it away')
    .option('--affirm <id>', 'a section taken over from an earlier version that still holds (may be repeated)', many)
    .option('--affirm-all', 'all of them do')
    .option('--meta <k=v>', 'a key of the front matter, such as license=mit (may be repeated)', many)
    .option('--base <sha256>', 'the card that yours is based on, or none: refused if another one is saved by now')
    .action(async (reference: string, file: string | undefined, options: Setting) => {
      const changes = changesIn(options)
      const { base, affirmAll } = options
      if (file === undefined && !changes.length && !affirmAll)
        throw badUsage('There is nothing to save.', 'Name a file, or say what changes: --field, --affirm, --meta.')
      const text = file === undefined ? undefined : await readCardFile(file)
      const json = await withRegistry(options, (ctx) => changeCard(ctx, { reference, text, changes, affirmAll, base }))
      answer({
        json,
        text: [`Saved the card of ${nameOf(json)}: ${json.card.slice(0, 12)}`, verdict(json.findings)].join('\n'),
      })
    })
  command
    .command('lint <ref|file>')
    .description('say what a card lacks; exits with 1 if it is not complete')
    .option('--of <ref>', 'the version that a file is to be the card of')
    .action(async (what: string, { of, ...options }: Usual & { of?: string }) => {
      const isFile = of !== undefined || isCardFile(what)
      const text = isFile ? await readCardFile(what) : undefined
      const findings =
        text === undefined
          ? (await withRegistry(options, (ctx) => readCard(ctx, { reference: what }))).findings
          : of === undefined
            ? lintText(text)
            : (await withRegistry(options, (ctx) => checkCard(ctx, { reference: of, text }))).findings
      const complete = isComplete(findings)
      const lines = findings.map((finding) => findingText(isFile ? what : '', finding))
      answer({ json: { complete, findings }, text: [...lines, verdict(findings)].join('\n'), exit: complete ? 0 : 1 })
    })
  cardExport(command, answer)
  cardImport(command, answer)
  return command
}

function changesIn({ field, text, affirm = [], meta = [] }: Setting): CardChange[] {
  if ((field === undefined) !== (text === undefined))
    throw badUsage('A section is changed by --field and --text together.', 'Such as: --field limits.known --text "…".')
  return [
    ...(field !== undefined && text !== undefined ? [{ field, text }] : []),
    ...affirm.map((id) => ({ affirm: id })),
    ...meta.map(readMeta),
  ]
}

/** `language=en,de` is a list; nothing after the = takes the key away. */
function readMeta(pair: string): CardChange {
  const at = pair.indexOf('=')
  if (at <= 0) throw badUsage(`"${pair}" is no key with a value.`, 'Such as: --meta license=mit.')
  const value = pair.slice(at + 1).trim()
  const key = pair.slice(0, at)
  const isList = value.includes(',') && metaKeys.find((known) => known.key === key)?.isList !== false
  return {
    meta: key,
    value: value === '' ? null : isList ? value.split(',').map((one) => one.trim()) : value,
  }
}

/** What has to be known of a card beside its text. */
function aboutText({ card: { inherited }, previous, saved, conflict }: CardView): string {
  const count = Object.keys(inherited).length
  const from = previous && count ? `, with ${counted(count, 'statement')} of ${previous.reference} to be affirmed` : ''
  return [
    ...(saved ? [] : [`Not saved yet: a draft${from}.\n`]),
    ...(conflict ? [`${conflict.message} Yours waits: --conflict shows it.\n`] : []),
  ].join('')
}

const findingText = (file: string, { line, severity, code, message }: CardFinding): string =>
  `${[file, line].filter(Boolean).join(':')}${file || line ? ': ' : ''}${severity}: ${message} ${dim(code)}`

function verdict(findings: readonly CardFinding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const others = findings.length - errors
  const more = others ? `, ${counted(others, 'remark')}` : ''
  return errors ? `Not complete: ${counted(errors, 'error')}${more}.` : `Complete${more}.`
}
