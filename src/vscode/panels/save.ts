import { env, l10n, Uri, window, workspace } from 'vscode'
import type { FromPage, SavedKind } from '../../protocol'
import { say } from '../progress'

const kinds: Record<Exclude<SavedKind, 'html'>, string> = {
  svg: 'SVG',
  png: 'PNG',
  csv: 'CSV',
  md: 'Markdown',
}

/** Asks where, and writes there what a page made of what it shows. Answers the file; undefined where nobody chose. */
export async function save(
  folder: string,
  extension: Uri,
  page: string,
  { name, kind, content }: Extract<FromPage, { type: 'save' }>,
): Promise<Uri | undefined> {
  const file = `${name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '-')}.${kind}`
  const label = kind === 'html' ? 'HTML' : kinds[kind]
  const target = await window.showSaveDialog({
    defaultUri: Uri.joinPath(Uri.file(folder), file),
    filters: { [label]: [kind] },
    saveLabel: l10n.t('Export'),
  })
  if (!target) return undefined
  const whole = kind === 'html' ? await standalone(extension, page, name, content) : content
  await workspace.fs.writeFile(target, Buffer.from(whole, kind === 'png' ? 'base64' : 'utf8'))
  say(l10n.t('Exported {0}', workspace.asRelativePath(target)))
  // Printing is the browser's: editors let no page print itself.
  if (kind === 'html') await env.openExternal(target)
  return target
}

/** A page as a document that needs nothing else, in light colours, for paper. */
async function standalone(extension: Uri, page: string, title: string, body: string): Promise<string> {
  const read = (file: string) =>
    workspace.fs.readFile(Uri.joinPath(extension, 'media', 'css', file)).then((bytes) => Buffer.from(bytes).toString())
  const styles = await Promise.all(['print.css', 'page.css', `${page}.css`].map(read))
  return [
    '<!doctype html><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    `<title>${escaped(title)}</title>`,
    `<style>${styles.join('\n')}</style>`,
    `<body data-page="${page}">${body}</body>`,
  ].join('\n')
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
