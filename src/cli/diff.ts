import type { DiffRow } from '../core/diff'
import { diffVersions } from '../operations/diffVersions'
import { type Subcommand, type Usual, withRegistry } from './subcommand'
import { bold, prettyValue, table } from './text'

const parts = ['metrics', 'params', 'data', 'code', 'signature', 'environment', 'files'] as const

export const diff: Subcommand = (program, answer) =>
  program
    .command('diff <ref> <ref...>')
    .description('show what differs among versions')
    .option('--all', 'also what is the same')
    .action(async (first: string, others: string[], options: Usual & { all?: boolean }) => {
      const json = await withRegistry(options, (ctx) => diffVersions(ctx, [first, ...others]))
      const names = json.versions.map(({ model, version, id }) => (model === null ? id : `${model}@${version}`))
      const sections = parts.flatMap((part) => {
        const rows = json[part].filter((row) => options.all || !row.same)
        return rows.length ? [`${bold(part)}\n${table(['', ...names], rows.map(cells))}`] : []
      })
      const text = [json.summary, ...sections].join('\n\n')
      answer({ json, text: sections.length ? text : `${names.join(' and ')} do not differ.` })
    })

const cells = ({ name, values }: DiffRow): string[] => [name, ...told(values)]

/** As short as can be, but what differs does not look alike. */
function told(values: readonly unknown[]): string[] {
  const texts = values.map((value) => shortened(prettyValue(value)))
  const areApart = new Set(texts).size === new Set(values.map((value) => JSON.stringify(value))).size
  return areApart ? texts : values.map((value) => (typeof value === 'number' ? String(value) : prettyValue(value)))
}

const shortened = (text: string): string => (/^(sha256:)?[0-9a-f]{40,}$/.test(text) ? `${text.slice(0, 19)}…` : text)
